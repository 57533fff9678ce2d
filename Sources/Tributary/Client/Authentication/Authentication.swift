#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How the requests of a client are authorized.
public struct Authentication: Sendable {
  enum Method: Sendable {
    case none
    /// Header fields, and the texts that must not appear anywhere else.
    case fixed([(name: String, value: Secret)], hidden: [Secret])
    case source(TokenSource)
  }

  let method: Method
  /// Header fields that select the account.
  private(set) var account: [(name: String, value: String)] = []

  /// The names of the query parameters that carry a credential.
  var queryNames: [String] { [] }

  /// Whether nothing is added.
  var isNone: Bool { if case .none = method { true } else { false } }

  /// Nothing is added.
  public static let none = Self(method: .none)

  /// `Authorization: Bearer <token>`.
  public static func bearer(_ token: Secret) -> Self {
    Self(method: .fixed([("Authorization", Secret("Bearer " + token.exposed))], hidden: [token]))
  }

  /// `Authorization: Basic <user and password>`, in UTF-8.
  public static func basic(username: String, password: Secret) -> Self {
    let pair = Data("\(username):\(password.exposed)".utf8).base64EncodedString()
    return Self(method: .fixed([("Authorization", Secret("Basic " + pair))], hidden: [Secret(pair), password]))
  }

  /// Header fields of the service's own.
  public static func headers(_ headers: [(name: String, value: Secret)]) -> Self {
    Self(method: .fixed(headers, hidden: headers.map(\.value)))
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
  public static func refreshing(_ source: TokenSource) -> Self { Self(method: .source(source)) }
}
