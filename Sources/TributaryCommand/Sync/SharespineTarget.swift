import Sharespine
import Tributary

/// Sharespine as the command line synchronizes it.
struct SharespineTarget: SyncTarget {
  private let client: Sharespine.Client
  private let records: [SyncedRecords]
  private let options: Sharespine.Client.SyncOptions

  init(
    _ reader: inout ArgumentReader, connection: Connection, environment: [String: String]
  ) throws(UsageError) {
    guard let names = try reader.value(of: "--entity") else {
      throw UsageError("sync sharespine needs --entity NAME[,NAME...]: \(SharespineEntity.names), or another.")
    }
    let filter = try reader.value(of: "--where")
    var records: [SyncedRecords] = []
    var seen: Set<String> = []
    for part in names.split(separator: ",", omittingEmptySubsequences: false) {
      let name = String(part)
      guard seen.insert(name).inserted else { throw UsageError("--entity names \(name) twice.") }
      records.append(try SharespineEntity.synced(name, filter: filter))
    }
    if filter != nil, records.count > 1 { throw UsageError("--where goes with one --entity.") }
    self.records = records
    var options = Sharespine.Client.SyncOptions()
    options.pageSize = try reader.number("--page-size", in: 2...100_000) ?? options.pageSize
    if let mark = try reader.value(of: "--deleted") { options.deletionMarker = Self.marker(mark) }
    options.pass = try reader.pass()
    options.forgetFailures = try reader.flag("--forget-failures")
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

  /// `deleted` is a field that is there and neither null nor false; `state=deleted` one with this text.
  private static func marker(_ text: String) -> DeletionMarker {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    return DeletionMarker(parts[0].split(separator: ".").map(String.init), value: parts.count > 1 ? parts[1] : nil)
  }
}

/// The credentials of Sharespine, from the environment and never from arguments, which every process can see.
struct SharespineCredentials {
  let tenant: String
  private let username: String
  private let password: Secret
  private let connectionID: String

  init(_ environment: [String: String]) throws(UsageError) {
    func value(_ name: String) throws(UsageError) -> String {
      if let value = environment[name], !value.isEmpty { return value }
      throw UsageError(
        "No credentials: set SHARESPINE_USERNAME, SHARESPINE_PASSWORD, SHARESPINE_TENANT and SHARESPINE_CONNECTION_ID "
          + "in the environment; \(name) is missing.")
    }
    username = try value("SHARESPINE_USERNAME")
    password = Secret(try value("SHARESPINE_PASSWORD"))
    tenant = try value("SHARESPINE_TENANT")
    connectionID = try value("SHARESPINE_CONNECTION_ID")
  }

  /// A client; every project has a host of its own.
  func client(_ connection: Connection) throws(UsageError) -> Sharespine.Client {
    guard let baseURL = connection.baseURL else {
      throw UsageError("sharespine needs --base-url https://api.HOSTNAME, the host that comes with the credentials.")
    }
    return Sharespine.Client(
      authentication: .sharespine(
        username: username, password: password, tenant: tenant, connectionID: connectionID),
      environment: .init(baseURL), policy: connection.policy)
  }
}
