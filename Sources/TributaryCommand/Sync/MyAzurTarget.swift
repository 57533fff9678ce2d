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

/// The credentials of My Azur, from the environment and never from arguments, which every process can see.
enum MyAzurCredentials {
  case token(Secret)
  case password(FirebaseSignIn)

  init(_ environment: [String: String]) throws(UsageError) {
    let variables = CredentialVariables(environment)
    if let token = try variables.value("MYAZUR_TOKEN") {
      self = .token(Secret(token))
    } else if let key = try variables.value("MYAZUR_API_KEY"), let email = try variables.value("MYAZUR_EMAIL"),
      let password = try variables.value("MYAZUR_PASSWORD")
    {
      var signIn = FirebaseSignIn(apiKey: Secret(key), email: email, password: Secret(password))
      if let url = try variables.value("MYAZUR_SIGN_IN_URL") { (signIn.identityURL, signIn.tokenURL) = (url, url) }
      self = .password(signIn)
    } else {
      throw UsageError(
        "No credentials: set MYAZUR_TOKEN, or MYAZUR_API_KEY with MYAZUR_EMAIL and MYAZUR_PASSWORD, in the environment."
      )
    }
  }

  /// What tells accounts apart; a bare token does not say whose it is.
  var account: String {
    switch self {
    case .token: ""
    case .password(let signIn): signIn.email
    }
  }

  func authentication(_ policy: ClientPolicy) -> Authentication {
    switch self {
    case .token(let token): .bearer(token)
    case .password(let signIn): .firebase(signIn, policy: policy)
    }
  }
}
