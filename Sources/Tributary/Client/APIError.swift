public import TributaryJSON

/// Why a call gave no response. It never contains a credential, and can be logged as it is.
public struct APIError: Error, Sendable {
  /// The name of the endpoint: `documents.list`.
  public var operation: String
  /// What happened.
  public var reason: Reason
  /// The method and URL of the last request, with secret query values taken out; empty when none could be made.
  public var request: String
  /// The status of the last answer, or `nil` when there was none.
  public var status: Int?
  /// The header fields of the last answer, with secret values taken out.
  public var headers: HTTPHeaders
  /// The first 64 KiB of the last answer's content, with this client's credentials taken out.
  public var body: SharedBytes
  /// The content of an error answer as the endpoint's error model, where that could be read.
  public var model: (any Sendable)?
  /// How many requests were sent, redirects not counted.
  public var attempts: Int
  /// Why a failure that may pass was not tried again, or `nil` when it is not of that kind.
  public var stop: Stop?
  /// How long the service asks to wait, from `Retry-After`.
  public var retryAfter: Duration?

  /// What happened.
  public enum Reason: Error, Sendable, Equatable {
    /// The request was refused before it was sent, and why.
    case invalidRequest(String)
    /// A credential would have gone over clear-text HTTP to a host that is not this machine.
    case clearText(host: String)
    /// No credential could be had, and why.
    case authentication(String)
    /// There was no answer.
    case transport(TransportError)
    /// A redirect was not followed, and why.
    case redirect(String)
    /// The service answered with this status, which is no success.
    case status(Int)
    /// The content is not JSON at all, but what is named: an HTML page, nothing.
    case notJSON(String)
    /// The content is not what the endpoint promises.
    case decoding(DecodingProblem)
    /// The deadline of the call passed between two attempts.
    case deadline(Duration)
    /// The task was cancelled.
    case cancelled
  }

  /// Why a failure that may pass was not tried again.
  public enum Stop: Sendable, Equatable {
    /// Repeating the request might do something twice.
    case notRepeatable
    /// All attempts were used.
    case attempts(Int)
    /// Too much failed lately, see ``RetryPolicy/budget``.
    case budget
    /// The next attempt would lie past the deadline.
    case deadline(Duration)
  }

  /// An error from its main parts.
  public init(operation: String, reason: Reason) {
    self.operation = operation
    self.reason = reason
    request = ""
    headers = [:]
    body = SharedBytes()
    attempts = 0
  }

  /// The content of the error answer as a model, or `nil` when it is something else.
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
  public init(path: String, offset: Int, line: Int, column: Int, problem: String) {
    self.path = path
    self.offset = offset
    self.line = line
    self.column = column
    self.problem = problem
  }
}
