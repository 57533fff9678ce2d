import TributaryHTTP
import TributaryJSON

/// A success whose content is still to be read, once.
final class OpenResponse: Sendable {
  /// Requests the events after one, by its identifier.
  typealias Resume = @Sendable (_ lastEventID: String) async throws(APIError) -> OpenResponse

  let status: Int
  let headers: HTTPHeaders
  let call: Call
  let resume: Resume
  private let body: Locked<HTTPBody?>

  init(_ stream: HTTPStream, of call: Call, resume: @escaping Resume) {
    status = stream.status
    headers = stream.headers
    body = Locked(stream.body)
    self.call = call
    self.resume = resume
  }

  /// The content for its only reader, who alone keeps the connection open from then on.
  func take() throws(APIError) -> HTTPBody {
    let body = body.withLock { body in
      defer { body = nil }
      return body
    }
    guard let body else { throw failure(.transport(.failed("a stream is read once, and this one was read before"))) }
    return body
  }

  /// The error of content that ended early.
  func failure(_ error: TransportError) -> APIError {
    call.failure(error, in: HTTPStream(status: status, headers: headers))
  }

  /// The error of a part of the content.
  func failure(_ reason: APIError.Reason, in part: SharedBytes = SharedBytes()) -> APIError {
    call.failure(reason, in: HTTPResponse(status: status, headers: headers, body: part))
  }

  /// The error of a part that does not decode.
  ///
  /// - Parameters:
  ///   - error: Why.
  ///   - part: What does not decode.
  ///   - line: Its line in the content, from 1.
  func failure(_ error: JSONError, in part: SharedBytes, line: Int) -> APIError {
    let response = HTTPResponse(status: status, headers: headers, body: part)
    var reason = DecodingProblem.reason(error, in: response)
    if case .decoding(var problem) = reason {
      problem.line += line - 1
      reason = .decoding(problem)
    }
    return call.failure(reason, in: response)
  }

  /// The error of a place in the content.
  func failure(_ problem: String, line: Int) -> APIError {
    failure(.decoding(DecodingProblem(path: "$", offset: 0, line: line, column: 1, problem: problem)))
  }
}

/// Reads the chunks of an open response. Releasing it closes the connection.
struct ChunkReader: Sendable {
  private var chunks: HTTPBody.Iterator?

  /// The next chunk, or `nil` at the end.
  mutating func next(of response: OpenResponse) async throws(APIError) -> SharedBytes? {
    var reading: HTTPBody.Iterator
    if let chunks { reading = chunks } else { reading = try response.take().makeAsyncIterator() }
    do throws(TransportError) {
      let chunk = try await reading.next()
      chunks = reading
      return chunk
    } catch {
      chunks = reading
      throw response.failure(error)
    }
  }
}
