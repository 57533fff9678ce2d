/// A token as a token service hands it out.
public struct AccessToken: Sendable, Equatable {
  /// What goes into `Authorization: Bearer`.
  public var token: Secret
  /// How long it is valid from the moment it was asked for, or `nil` when that is not known.
  public var lifetime: Duration?
  /// What the next token can be fetched with.
  public var refreshToken: Secret?

  /// A token from its parts.
  public init(_ token: Secret, lifetime: Duration? = nil, refreshToken: Secret? = nil) {
    self.token = token
    self.lifetime = lifetime
    self.refreshToken = refreshToken
  }
}
