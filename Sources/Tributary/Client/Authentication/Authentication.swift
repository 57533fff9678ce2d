#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How the requests of a client are authorized.
public struct Authentication: Sendable {
  /// Header fields with a credential.
  private(set) var headers: [(name: String, value: Secret)] = []
  /// Query parameters with a credential.
  private(set) var query: [(name: String, value: Secret)] = []
  /// The texts that must not appear anywhere else.
  private(set) var hidden: [Secret] = []
  /// What supplies a bearer token.
  private(set) var source: TokenSource?
  /// Header fields that select the account.
  private(set) var account: [(name: String, value: String)] = []

  /// The names of the query parameters that carry a credential.
  var queryNames: [String] { query.map(\.name) }

  /// Whether no credential is added.
  var isNone: Bool { headers.isEmpty && query.isEmpty && source == nil }

  /// Nothing is added.
  public static let none = Self()

  /// `Authorization: Bearer <token>`.
  public static func bearer(_ token: Secret) -> Self { scheme("Bearer", token) }

  /// `Authorization: <scheme> <token>`, for a scheme of the service's own.
  public static func scheme(_ scheme: String, _ token: Secret) -> Self {
    Self(headers: [("Authorization", Secret("\(scheme) \(token.exposed)"))], hidden: [token])
  }

  /// `Authorization: Basic <user and password>`, in UTF-8.
  public static func basic(username: String, password: Secret) -> Self {
    let pair = Data("\(username):\(password.exposed)".utf8).base64EncodedString()
    return Self(headers: [("Authorization", Secret("Basic " + pair))], hidden: [Secret(pair), password])
  }

  /// A key in a header field of the service's own.
  public static func header(_ name: String, _ key: Secret) -> Self { headers([(name, key)]) }

  /// Header fields of the service's own.
  public static func headers(_ headers: [(name: String, value: Secret)]) -> Self {
    Self(headers: headers, hidden: headers.map(\.value))
  }

  /// A key in the query.
  ///
  /// It is removed from every URL that an error or a log shows, and from redirects, and sent to no other origin.
  public static func query(_ name: String, _ key: Secret) -> Self { Self(query: [(name, key)], hidden: [key]) }

  /// Several of them together.
  public static func all(_ parts: [Self]) -> Self {
    parts.reduce(into: .none) { all, part in
      all.headers += part.headers
      all.query += part.query
      all.hidden += part.hidden
      all.account += part.account
      all.source = all.source ?? part.source
    }
  }

  /// The same, with header fields that select the account, such as a tenant's name. Like the credential, they are kept
  /// out of logs and are not sent to other hosts.
  public func account(_ headers: [(name: String, value: String)]) -> Self {
    var authentication = self
    authentication.account += headers
    return authentication
  }

  /// A bearer token that is fetched when needed and refreshed before it expires.
  ///
  /// If the service responds with 401 nevertheless, the token is fetched again and the request retried once.
  public static func refreshing(_ source: TokenSource) -> Self { Self(source: source) }
}
