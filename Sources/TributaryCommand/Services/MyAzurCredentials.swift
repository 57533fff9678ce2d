import MyAzur
import Tributary

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

  /// What distinguishes accounts; a bare token does not identify its owner.
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
