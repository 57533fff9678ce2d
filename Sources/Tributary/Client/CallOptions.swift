/// What one call may have different from its client.
public struct CallOptions: Sendable, Equatable {
  /// The longest time for the call with all its attempts and waits, or `nil` for the client's.
  public var deadline: Duration?
  /// The greatest content of the response, in bytes, or `nil` for the endpoint's limit and the client's.
  public var bodyLimit: Int?
  /// Header fields to add, or to put in place of the client's and the endpoint's.
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
