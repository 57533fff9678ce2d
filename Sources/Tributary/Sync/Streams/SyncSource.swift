/// Where a stream comes from: the service, and what the stream's name in the store consists of.
///
/// ```swift
/// let source = SyncSource(client.service, of: Book.recordType, scope: "library 5")
/// ```
public struct SyncSource: Sendable {
  /// The client of the service.
  public var service: ServiceClient
  /// The stream's name in the store.
  public var key: StreamKey

  /// A source from its parts.
  ///
  /// - Parameters:
  ///   - service: The client of the service.
  ///   - type: One of the record types, for the name of the service.
  ///   - account: The account that the credentials belong to, if the caller knows it. A database that holds another
  ///     account is refused.
  ///   - scope: The part of the account that the stream covers.
  public init(_ service: ServiceClient, of type: RecordType, account: String = "", scope: String = "") {
    self.service = service
    key = StreamKey(service: type.service, baseURL: service.baseURL, account: account, scope: scope)
  }

  /// Calls an endpoint; its lists of records are left unread, so that each row stays as received.
  func exchange<Response>(_ endpoint: Endpoint<Response>) async throws(APIError) -> Exchange<Response> {
    try await service.exchange(endpoint.leavingRecordsUnread)
  }
}

extension APIError {
  /// The status, if the service responded with one that is not a success.
  var refusal: Int? { if case .status(let status) = reason { status } else { nil } }

  /// A response that decoded but lacks what a sync needs.
  static func lacks(_ what: String, in operation: String) -> APIError {
    APIError(
      operation: operation,
      reason: .decoding(DecodingProblem(path: "$", offset: 0, line: 1, column: 1, problem: "there is no \(what)")))
  }

  /// A list in a response that is not one.
  static func unreadable(_ error: JSONError, in operation: String) -> APIError {
    APIError(
      operation: operation,
      reason: .decoding(
        DecodingProblem(path: "$", offset: error.offset, line: 1, column: 1, problem: "a list is unreadable")))
  }
}
