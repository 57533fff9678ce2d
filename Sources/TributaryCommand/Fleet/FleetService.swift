import MyAzur
import Sharespine
import Tributary
import TributaryFleet
import ZendeskSell

/// A service whose accounts can be in a fleet.
struct FleetService: Sendable {
  typealias Options = [String: String]

  let name: String
  /// The base URLs that need no permission, the default first.
  let environments: [String]
  /// The record types that a database of fleets shows to people.
  let recordTypes: [RecordType]
  /// The names of its options on the command line, without hyphens.
  let options: [String]
  /// The variable that a credential of a single line without a name stands for.
  let tokenVariable: String?
  /// Throws what is wrong with options.
  let check: @Sendable (Options) throws(UsageError) -> Void
  /// Begins the sync of an account, given its credential as variables of the environment.
  let sync: @Sendable (AccountRun, _ credential: Options, ClientPolicy, SignIns) throws -> SyncSequence

  static let all = [myAzur, zendeskSell, sharespine]

  static func named(_ name: String) throws(UsageError) -> FleetService {
    guard let service = all.first(where: { $0.name == name }) else {
      throw UsageError("There is no service \"\(name)\".", near: name, among: all.map(\.name))
    }
    return service
  }

  private static let myAzur = FleetService(
    name: "my-azur",
    environments: [MyAzur.Client.Environment.production, .sandbox].map(\.baseURL),
    recordTypes: [Document.recordType],
    options: ["folder-id", "direction", "since"], tokenVariable: "MYAZUR_TOKEN",
    check: { (options) throws(UsageError) in _ = try myAzurOptions(options) },
    sync: { run, credential, policy, signIns in
      let credentials = try MyAzurCredentials(credential)
      var (folder, options) = try myAzurOptions(run.account.options)
      options.account = run.account.name
      let client = MyAzur.Client(
        authentication: signIns.authentication(credentials, policy), environment: .init(run.account.baseURL),
        transport: run.transport, policy: policy)
      return client.sync(folder: folder, into: run.store, options: options)
    })

  private static func myAzurOptions(
    _ options: Options
  ) throws(UsageError) -> (folder: Int, MyAzur.Client.SyncOptions) {
    var problems: [String] = []
    var sync = MyAzur.Client.SyncOptions()
    let folder = options["folder-id"].flatMap { Int($0) } ?? 0
    if folder < 1 { problems.append("my-azur needs --folder-id ID, the folder whose documents are synced.") }
    if let text = options["direction"] {
      if let direction = Direction(rawValue: text) {
        sync.direction = direction
      } else {
        problems.append("--direction must be incoming, outgoing or both, not \"\(text)\".")
      }
    }
    if let text = options["since"] {
      if let start = LocalTimestamp(text.contains("T") ? text : text + "T00:00:00.000000") {
        sync.start = start
      } else {
        problems.append("--since must be a date such as 2024-01-31, not \"\(text)\".")
      }
    }
    guard problems.isEmpty else { throw UsageError(problems) }
    return (folder, sync)
  }

  private static let zendeskSell = FleetService(
    name: "zendesk-sell", environments: [ZendeskSell.Client.Environment.production.baseURL],
    recordTypes: ZendeskSell.Client.syncedTypes, options: [],
    tokenVariable: "ZENDESK_SELL_TOKEN", check: { (_) throws(UsageError) in },
    sync: { run, credential, policy, _ in
      guard let token = try CredentialVariables(credential).value("ZENDESK_SELL_TOKEN") else {
        throw UsageError("the credential has no ZENDESK_SELL_TOKEN")
      }
      var options = ZendeskSell.Client.SyncOptions()
      options.account = run.account.name
      let client = ZendeskSell.Client(
        token: Secret(token), environment: .init(run.account.baseURL), transport: run.transport, policy: policy)
      return client.sync(into: run.store, options: options)
    })

  private static let sharespine = FleetService(
    name: "sharespine", environments: [], recordTypes: SharespineEntity.recordTypes,
    options: ["entity", "deleted", "page-size"], tokenVariable: nil,
    check: { (options) throws(UsageError) in _ = try sharespineOptions(options) },
    sync: { run, credential, policy, _ in
      let credentials = try SharespineCredentials(credential)
      var (records, options) = try sharespineOptions(run.account.options)
      options.account = run.account.name
      let client = credentials.client(baseURL: run.account.baseURL, transport: run.transport, policy: policy)
      return client.sync(records, into: run.store, options: options)
    })

  private static func sharespineOptions(
    _ options: Options
  ) throws(UsageError) -> ([SyncedRecords], Sharespine.Client.SyncOptions) {
    var sync = Sharespine.Client.SyncOptions()
    if let text = options["page-size"] {
      guard let size = Int(text), (2...100_000).contains(size) else {
        throw UsageError("--page-size must be a whole number from 2 to 100000, not \"\(text)\".")
      }
      sync.pageSize = size
    }
    if let mark = options["deleted"] { sync.deletionMarker = DeletionMarker(argument: mark) }
    guard let names = options["entity"] else {
      throw UsageError("sharespine needs --entity NAME[,NAME...]: \(SharespineEntity.names), or another.")
    }
    var records: [SyncedRecords] = []
    var seen: Set<Substring> = []
    for name in names.split(separator: ",", omittingEmptySubsequences: false) {
      guard seen.insert(name).inserted else { throw UsageError("--entity names \(name) twice.") }
      records.append(try SharespineEntity.synced(String(name), filter: nil))
    }
    return (records, sync)
  }
}
