import MyAzur
import Tributary

/// My Azur on the command line.
struct MyAzurTarget: SyncTarget {
  private let client: MyAzur.Client
  private let folder: Int
  private let options: MyAzur.Client.SyncOptions

  init(
    _ reader: inout ArgumentReader, connection: ConnectionOptions, environment: [String: String]
  ) throws(UsageError) {
    folder = reader.number("--folder", in: 1...Int.max) ?? 0
    if folder == 0 { reader.require("--folder", "sync my-azur needs --folder ID.") }
    var options = MyAzur.Client.SyncOptions()
    options.direction = reader.choice("--direction") ?? .both
    if let text = reader.value(of: "--since") {
      if let start = LocalTimestamp(text.contains("T") ? text : text + "T00:00:00.000000") {
        options.start = start
      } else {
        reader.complain("--since must be a date such as 2024-01-31, not \"\(text)\".")
      }
    }
    options.pass = reader.pass()
    options.forgetFailures = reader.flag("--forget-failures")
    try reader.finish()
    let credentials = try MyAzurCredentials(environment)
    options.account = credentials.account
    self.options = options
    client = MyAzur.Client(
      authentication: credentials.authentication(connection.policy),
      environment: connection.baseURL.map { MyAzur.Client.Environment($0) } ?? .production,
      policy: connection.policy)
  }

  func sync(into store: any SyncStore, isFirst: Bool) -> SyncSequence {
    var options = options
    if !isFirst { options.forgetFailures = false }
    return client.sync(folder: folder, into: store, options: options)
  }
}
