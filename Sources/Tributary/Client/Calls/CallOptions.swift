/// The settings of a single call that differ from its client's.
public struct CallOptions: Sendable, Equatable {
  /// The maximum time for the call including all attempts and backoff, or `nil` for the client's.
  public var deadline: Duration?
  /// The maximum size of the response's content, in bytes, or `nil` for the limits of the endpoint and the client.
  public var bodyLimit: Int?
  /// Header fields to add, or to replace those of the client and the endpoint.
  public var headers: HTTPHeaders

  /// Options that change nothing.
  public static let `default` = Self()

  /// Options from their parts.
  public init(deadline: Duration? = nil, bodyLimit: Int? = nil, headers: HTTPHeaders = [:]) {
    self.deadline = deadline
    self.bodyLimit = bodyLimit
    self.headers = headers
  }
}
