/// A token as a token service issues it.
public struct AccessToken: Sendable, Equatable {
  /// The value for `Authorization: Bearer`.
  public var token: Secret
  /// How long it is valid from the time of the request, or `nil` if unknown.
  public var lifetime: Duration?
  /// The refresh token, with which the next token can be fetched.
  public var refreshToken: Secret?

  /// A token from its parts.
  public init(_ token: Secret, lifetime: Duration? = nil, refreshToken: Secret? = nil) {
    self.token = token
    self.lifetime = lifetime
    self.refreshToken = refreshToken
  }
}
