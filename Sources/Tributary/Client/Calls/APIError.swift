public import TributaryJSON

/// Why a call failed. It never contains a credential, so it can be logged as it is.
public struct APIError: Error, Sendable {
  /// The name of the endpoint: `documents.list`.
  public var operation: String
  /// What happened.
  public var reason: Reason
  /// The method and URL of the last request, with secret query values removed; empty if no request could be made.
  public var request: String
  /// Whether a redirect led to the last request.
  public var isRedirected = false
  /// The status of the last response, or `nil` when there was none.
  public var status: Int?
  /// The header fields of the last response, with secret values removed.
  public var headers: HTTPHeaders
  /// The first 64 KiB of the last response's content, with this client's credentials removed.
  public var body: SharedBytes
  /// The content of an error response as the endpoint's error model, if it could be read.
  public var model: (any Sendable)?
  /// How many requests were sent, redirects not counted.
  public var attempts: Int
  /// Why a transient failure was not retried, or `nil` if the failure is not transient.
  public var stop: Stop?
  /// How long the service asks to wait, from `Retry-After`.
  public var retryAfter: Duration?

  /// What happened.
  public enum Reason: Error, Sendable, Equatable {
    /// The request was refused before it was sent, and why.
    case invalidRequest(String)
    /// A credential would have been sent over clear-text HTTP to another machine.
    case clearText(host: String)
    /// No credential could be obtained, and why.
    case authentication(String)
    /// There was no response.
    case transport(TransportError)
    /// A redirect was not followed, and why.
    case redirect(String)
    /// The service responded with this status, which is not a success.
    case status(Int)
    /// The status is a success, but the content is marked as a failure. It is never retried.
    case failureInSuccess
    /// The content is not JSON but something else, which is named, such as an HTML page or nothing.
    case notJSON(String)
    /// The content does not match the endpoint's declared type.
    case decoding(DecodingProblem)
    /// The deadline of the call passed between two attempts.
    case deadline(Duration)
    /// The task was cancelled.
    case cancelled
  }

  /// Why a transient failure was not retried.
  public enum Stop: Sendable, Equatable {
    /// The request might be executed twice.
    case notRepeatable
    /// All attempts were used.
    case attempts(Int)
    /// Too many requests failed recently; see ``RetryPolicy/budget``.
    case budget
    /// The next attempt would exceed the deadline.
    case deadline(Duration)
  }

  /// Creates an error from its main parts.
  public init(operation: String, reason: Reason) {
    self.operation = operation
    self.reason = reason
    request = ""
    headers = [:]
    body = SharedBytes()
    attempts = 0
  }

  /// The content of the error response as a model, or `nil` when it is something else.
  public func model<Model>(as type: Model.Type) -> Model? { model as? Model }
}

/// Where and why content did not decode.
public struct DecodingProblem: Sendable, Equatable {
  /// Where in the document: `$.objects[3].status_id`.
  public var path: String
  /// The offset of the byte, from 0.
  public var offset: Int
  /// The line, from 1.
  public var line: Int
  /// The column, from 1.
  public var column: Int
  /// What was wrong there.
  public var problem: String

  /// A problem from its parts.
  package init(path: String, offset: Int, line: Int, column: Int, problem: String) {
    self.path = path
    self.offset = offset
    self.line = line
    self.column = column
    self.problem = problem
  }
}
