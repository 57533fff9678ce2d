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
    options.forgetFailures = try reader.flag("--forget-failures")
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
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if let token = value("MYAZUR_TOKEN") {
      self = .token(Secret(token))
    } else if let key = value("MYAZUR_API_KEY"), let email = value("MYAZUR_EMAIL"),
      let password = value("MYAZUR_PASSWORD")
    {
      var signIn = FirebaseSignIn(apiKey: Secret(key), email: email, password: Secret(password))
      if let url = value("MYAZUR_SIGN_IN_URL") { (signIn.identityURL, signIn.tokenURL) = (url, url) }
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
