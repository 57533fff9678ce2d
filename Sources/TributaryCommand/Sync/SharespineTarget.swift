import Sharespine
import Tributary

/// Sharespine on the command line.
struct SharespineTarget: SyncTarget {
  private let client: Sharespine.Client
  private let records: [SyncedRecords]
  private let options: Sharespine.Client.SyncOptions

  init(
    _ reader: inout ArgumentReader, connection: ConnectionOptions, environment: [String: String]
  ) throws(UsageError) {
    let names = reader.value(of: "--entity")
    if names == nil {
      reader.require(
        "--entity", "sync sharespine needs --entity NAME[,NAME...]: \(SharespineEntity.names), or another.")
    }
    let filter = reader.value(of: "--where")
    records = Self.records(names ?? "", filter: filter, &reader)
    var options = Sharespine.Client.SyncOptions()
    options.pageSize = reader.number("--page-size", in: 2...100_000) ?? options.pageSize
    if let mark = reader.value(of: "--deleted") { options.deletionMarker = DeletionMarker(argument: mark) }
    options.pass = reader.pass()
    options.forgetFailures = reader.flag("--forget-failures")
    if connection.baseURL == nil { reader.require("--base-url", SharespineCredentials.missingBaseURL) }
    try reader.finish()
    let credentials = try SharespineCredentials(environment)
    options.account = credentials.tenant
    self.options = options
    client = try credentials.client(connection)
  }

  func sync(into store: any SyncStore, isFirst: Bool) -> SyncSequence {
    var options = options
    if !isFirst { options.forgetFailures = false }
    return client.sync(records, into: store, options: options)
  }

  private static func records(_ names: String, filter: String?, _ reader: inout ArgumentReader) -> [SyncedRecords] {
    var records: [SyncedRecords] = []
    var seen: Set<String> = []
    for part in names.split(separator: ",", omittingEmptySubsequences: names.isEmpty) {
      let name = String(part)
      guard seen.insert(name).inserted else {
        reader.complain("--entity names \(name) twice.")
        continue
      }
      let synced = reader.noting { () throws(UsageError) in try SharespineEntity.synced(name, filter: filter) }
      if let synced { records.append(synced) }
    }
    if filter != nil, seen.count > 1 { reader.complain("--where needs exactly one --entity.") }
    return records
  }
}
