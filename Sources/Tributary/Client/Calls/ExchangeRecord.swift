/// The loggable description of one exchange. Secret query values and header fields are removed.
public struct ExchangeRecord: Sendable, Equatable {
  /// The name of the endpoint.
  public var operation: String
  /// The number of the attempt, from 1.
  public var attempt: Int
  /// The method.
  public var method: String
  /// The URL.
  public var url: String
  /// The header fields that were sent.
  public var requestHeaders: HTTPHeaders
  /// The status of the response, or `nil` if there was none.
  public var status: Int?
  /// The header fields of the response.
  public var responseHeaders = HTTPHeaders()
  /// The size of the response's content in bytes.
  public var bytes = 0
  /// How long it took.
  public var duration: Duration
  /// Why there was no response.
  public var failure: TransportError?
}

extension ExchangeRecord: CustomStringConvertible {
  /// One line: `documents.list: GET https://api.example.com/folders/5/documents -> 200, 1834 bytes, 0.21 s`.
  public var description: String {
    let outcome = status.map { "\($0), \(bytes) bytes" } ?? failure?.description ?? "no response"
    let again = attempt > 1 ? " (attempt \(attempt))" : ""
    return "\(operation): \(method) \(url) -> \(outcome), \(duration.text)\(again)"
  }
}
