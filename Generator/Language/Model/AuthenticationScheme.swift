/// How calls are authorized.
public enum AuthenticationScheme: Sendable, Equatable {
  case none
  /// By header fields that the module's own Swift adds.
  case headers
  /// By credentials of which one set is given: alternatives, each of what is sent together.
  case credentials([[Credential]])

  /// A bearer token.
  public static let bearer = Self.credentials([[Credential(kind: .bearer, name: "token")]])
  /// A user name and a password.
  public static let basic = Self.credentials([[Credential(kind: .basic, name: "password")]])
}

/// What authorizes a call, alone or with others.
public struct Credential: Sendable, Equatable {
  /// Where it is sent.
  public enum Kind: Sendable, Equatable {
    case bearer, basic
    /// A key in a header field.
    case header(String)
    /// A key in a query parameter.
    case query(String)
    /// A token behind a word in `Authorization`.
    case scheme(String)
  }

  /// Where it is sent.
  public var kind: Kind
  /// The Swift name of the argument, not escaped; with `basic`, that of the password.
  public var name: String
}
