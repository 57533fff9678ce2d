import MyAzur
import Tributary

/// My Azur as the command line synchronizes it.
struct MyAzurTarget: SyncTarget {
  private let client: MyAzur.Client
  private let folder: Int
  private let options: MyAzur.Client.SyncOptions

  init(
    _ reader: inout ArgumentReader, connection: Connection, environment: [String: String]
  ) throws(UsageError) {
    guard let folder = try reader.number("--folder", in: 1...Int.max) else {
      throw UsageError("sync my-azur needs --folder ID.")
    }
    self.folder = folder
    var options = MyAzur.Client.SyncOptions()
    options.direction = try reader.choice("--direction") ?? .both
    if let text = try reader.value(of: "--since") {
      guard let start = LocalTimestamp(text.contains("T") ? text : text + "T00:00:00.000000") else {
        throw UsageError("--since must be a date such as 2024-01-31, not \"\(text)\".")
      }
      options.start = start
    }
    options.pass = try reader.pass()
    let credentials = try MyAzurCredentials(environment)
    options.account = credentials.account
    self.options = options
    client = MyAzur.Client(
      authentication: credentials.authentication(connection.policy),
      environment: connection.baseURL.map { MyAzur.Client.Environment($0) } ?? .production,
      policy: connection.policy)
  }

  func sync(into store: any SyncStore) -> SyncSequence { client.sync(folder: folder, into: store, options: options) }
}
