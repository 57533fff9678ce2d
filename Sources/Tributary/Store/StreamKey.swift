/// Names one stream of records by its service, base URL, account and scope.
///
/// A run continues the earlier runs with an equal key. A key whose base URL or account differs from what a database
/// holds for the same service is refused, so that two accounts never mix.
public struct StreamKey: Sendable, Hashable {
  /// The service, in lower case with hyphens: `my-azur`.
  public var service: String
  /// The base URL, without a slash at the end.
  public var baseURL: String
  /// The account as the caller names it; empty if it is unknown.
  public var account: String
  /// The part of the service that the stream covers, such as `folder 5, incoming`; empty for all of it.
  public var scope: String

  /// A key from its parts.
  public init(service: String, baseURL: String, account: String = "", scope: String = "") {
    self.service = service
    self.baseURL = baseURL
    self.account = account
    self.scope = scope
  }
}

/// The position of a protocol on the server, as text that only the protocol reads.
public struct Checkpoint: Sendable, Hashable {
  /// The version of the text's layout. A protocol refuses a version that is newer than its own.
  public var version: Int
  /// The protocol's own JSON.
  public var text: String

  /// A checkpoint from its parts.
  public init(version: Int, text: String) {
    self.version = version
    self.text = text
  }
}
