import Tributary
import ZendeskSell

/// Zendesk Sell on the command line.
struct ZendeskSellTarget: SyncTarget {
  private let client: ZendeskSell.Client
  private let options: ZendeskSell.Client.SyncOptions

  init(
    _ reader: inout ArgumentReader, connection: ConnectionOptions, environment: [String: String]
  ) throws(UsageError) {
    var options = ZendeskSell.Client.SyncOptions()
    options.newDevice = reader.flag("--new-device")
    options.forgetFailures = reader.flag("--forget-failures")
    try reader.finish()
    self.options = options
    guard let token = try CredentialVariables(environment).value("ZENDESK_SELL_TOKEN") else {
      throw UsageError("No credentials: set ZENDESK_SELL_TOKEN in the environment; the token needs the scope sync.")
    }
    client = ZendeskSell.Client(
      token: Secret(token), environment: connection.baseURL.map { ZendeskSell.Client.Environment($0) } ?? .production,
      policy: connection.policy)
  }

  func sync(into store: any SyncStore, isFirst: Bool) -> SyncSequence {
    client.sync(into: store, options: isFirst ? options : ZendeskSell.Client.SyncOptions())
  }
}
