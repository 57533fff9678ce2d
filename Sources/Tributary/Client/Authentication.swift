/// How the requests of a client are authorized.
public struct Authentication: Sendable {
  enum Method: Sendable {
    case none
    case fixed([(name: String, value: Secret)])
    case source(TokenSource)
  }

  let method: Method

  /// Nothing is added.
  public static let none = Self(method: .none)

  /// `Authorization: Bearer <token>`.
  public static func bearer(_ token: Secret) -> Self {
    .headers([("Authorization", Secret("Bearer " + token.exposed))])
  }

  /// `Authorization: Basic <user and password>`, in UTF-8.
  public static func basic(username: String, password: Secret) -> Self {
    .headers([("Authorization", Secret("Basic " + Base64.encode(Array("\(username):\(password.exposed)".utf8))))])
  }

  /// Header fields of the service's own.
  public static func headers(_ headers: [(name: String, value: Secret)]) -> Self { Self(method: .fixed(headers)) }

  /// A bearer token that is fetched when it is needed and again before it expires.
  ///
  /// When the service answers 401 all the same, the token is fetched once more and the request repeated once.
  public static func refreshing(_ source: TokenSource) -> Self { Self(method: .source(source)) }
}
