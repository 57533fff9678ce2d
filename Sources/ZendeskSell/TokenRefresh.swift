public import Tributary

/// Keeps an OAuth 2 access token of Zendesk Sell fresh.
///
/// Access tokens are valid for one hour; the response to a refresh contains a new refresh token, which is used from
/// then on. A personal access token, made in the settings of Sell, does not expire and needs none of this:
/// `ZendeskSell.Client(token:)`.
public struct TokenRefresh: Sendable {
  /// The client's id.
  public var clientID: String
  /// The client's secret, sent as HTTP Basic.
  public var clientSecret: Secret
  /// The current refresh token.
  public var refreshToken: Secret
  /// The token endpoint's URL.
  public var baseURL = "https://api.getbase.com"
  /// Called with each new refresh token before it is used, so that it can be kept for the next start.
  public var keep: (@Sendable (Secret) -> Void)?

  /// A refresh from what the authorization gave.
  public init(clientID: String, clientSecret: Secret, refreshToken: Secret) {
    self.clientID = clientID
    self.clientSecret = clientSecret
    self.refreshToken = refreshToken
  }

  func fetch(
    _ refreshToken: Secret, transport: any HTTPTransport, policy: ClientPolicy
  ) async throws(APIError) -> AccessToken {
    // It is sent in a body, which a service may repeat in an error response.
    var policy = policy
    policy.secrets.append(refreshToken)
    let service = ServiceClient(
      baseURL: baseURL, authentication: .basic(username: clientID, password: clientSecret), transport: transport,
      policy: policy)
    let endpoint = Endpoint<TokenResponse>(
      "oauth.refresh", "POST", "/oauth2/token",
      body: .form(TokenRefreshRequest(grantType: "refresh_token", refreshToken: refreshToken.exposed)),
      responses: [.json(200)])
    let response = try await service.send(endpoint)
    let next = response.refreshToken.map { Secret($0) } ?? refreshToken
    keep?(next)
    return AccessToken(
      Secret(response.accessToken), lifetime: response.expiresIn.map { .seconds($0) }, refreshToken: next)
  }
}

extension Authentication {
  /// A bearer token that is refreshed before it expires and after it is refused.
  ///
  /// ```swift
  /// let client = ZendeskSell.Client(authentication: .zendeskSell(refresh))
  /// ```
  ///
  /// - Parameters:
  ///   - refresh: The client and its refresh token.
  ///   - transport: How the token endpoint is reached.
  ///   - policy: Limits, retry and clocks of these calls.
  public static func zendeskSell(
    _ refresh: TokenRefresh, transport: any HTTPTransport = .system,
    policy: ClientPolicy = ClientPolicy()
  ) -> Authentication {
    .refreshing(
      TokenSource(time: policy.time) { previous in
        try await refresh.fetch(
          previous?.refreshToken ?? refresh.refreshToken, transport: transport, policy: policy)
      })
  }
}
