public import Tributary

/// Signs in to My Azur's Firebase project by e-mail and password, and keeps the token fresh.
///
/// My Azur supplies the API key; the account is the one created at its sign-up. That its "Get Token" is this Firebase
/// call follows from its parameters and is not explicitly documented. The calls are those of Google's "Firebase Auth
/// REST API".
public struct FirebaseSignIn: Sendable, Hashable {
  /// The key that My Azur supplies with an account.
  public var apiKey: Secret
  /// The account's e-mail address.
  public var email: String
  /// The account's password.
  public var password: Secret
  /// Where sign-in is; by default Google's Identity Toolkit.
  public var identityURL = "https://identitytoolkit.googleapis.com"
  /// Where tokens are refreshed; by default Google's Secure Token service.
  public var tokenURL = "https://securetoken.googleapis.com"

  /// Creates a sign-in from the key that My Azur supplies and the account's own credentials.
  public init(apiKey: Secret, email: String, password: Secret) {
    self.apiKey = apiKey
    self.email = email
    self.password = password
  }

  /// Signs in.
  func signIn(transport: any HTTPTransport, policy: ClientPolicy) async throws(APIError) -> AccessToken {
    let endpoint = Endpoint<PasswordSignInResponse>(
      "firebase.signIn", "POST", "/v1/accounts:signInWithPassword", query: [.item("key", apiKey.exposed)],
      body: .json(PasswordSignIn(email: email, password: password.exposed, returnSecureToken: true)),
      responses: [.json(200)], errors: .json(FirebaseError.self), retry: .always)
    var policy = policy
    policy.secrets.append(password)
    let response = try await ServiceClient(baseURL: identityURL, transport: transport, policy: policy).send(endpoint)
    return AccessToken(
      Secret(response.idToken), lifetime: response.expiresIn.map { .seconds($0) },
      refreshToken: response.refreshToken.map { Secret($0) })
  }

  /// Exchanges a refresh token for a fresh token.
  func refresh(
    _ refreshToken: Secret, transport: any HTTPTransport, policy: ClientPolicy
  ) async throws(APIError) -> AccessToken {
    let endpoint = Endpoint<TokenRefreshResponse>(
      "firebase.refresh", "POST", "/v1/token", query: [.item("key", apiKey.exposed)],
      body: .form(TokenRefresh(grantType: "refresh_token", refreshToken: refreshToken.exposed)),
      responses: [.json(200)], errors: .json(FirebaseError.self), retry: .always)
    var policy = policy
    policy.secrets.append(refreshToken)
    let response = try await ServiceClient(baseURL: tokenURL, transport: transport, policy: policy).send(endpoint)
    guard let token = response.idToken ?? response.accessToken else {
      throw APIError(operation: "firebase.refresh", reason: .authentication("the response contains no token"))
    }
    return AccessToken(
      Secret(token), lifetime: response.expiresIn.map { .seconds($0) },
      refreshToken: response.refreshToken.map { Secret($0) } ?? refreshToken)
  }
}

extension Authentication {
  /// A bearer token from a Firebase sign-in, refreshed before it expires and after it is refused.
  ///
  /// An invalid refresh token leads to a new sign-in. Each happens once, however many calls wait.
  ///
  /// ```swift
  /// let signIn = FirebaseSignIn(apiKey: key, email: email, password: password)
  /// let client = MyAzur.Client(authentication: .firebase(signIn))
  /// ```
  ///
  /// - Parameters:
  ///   - signIn: The account.
  ///   - transport: How Google is reached.
  ///   - policy: Limits, retry and clocks of these calls.
  public static func firebase(
    _ signIn: FirebaseSignIn, transport: any HTTPTransport = .system,
    policy: ClientPolicy = ClientPolicy()
  ) -> Authentication {
    .refreshing(
      TokenSource(time: policy.time) { previous in
        guard let refreshToken = previous?.refreshToken else {
          return try await signIn.signIn(transport: transport, policy: policy)
        }
        do throws(APIError) {
          return try await signIn.refresh(refreshToken, transport: transport, policy: policy)
        } catch {
          // Firebase responds with 400 when a refresh token has expired; other failures are transient.
          guard error.status == 400 else { throw error }
          return try await signIn.signIn(transport: transport, policy: policy)
        }
      })
  }
}
