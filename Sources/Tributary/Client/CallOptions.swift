/// What one call may have different from its client.
public struct CallOptions: Sendable, Equatable {
  /// The longest time for the call with all its attempts and waits, or `nil` for the client's.
  public var deadline: Duration?
  /// Header fields to add, or to put in place of the client's and the endpoint's.
  public var headers: HTTPHeaders

  /// Options that change nothing.
  public static let `default` = Self()

  /// Options from their parts.
  public init(deadline: Duration? = nil, headers: HTTPHeaders = [:]) {
    self.deadline = deadline
    self.headers = headers
  }
}
