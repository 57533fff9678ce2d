import TributaryJSON

extension APIError: CustomStringConvertible {
  /// One sentence that says what failed, where, and what to do.
  public var description: String {
    let place = request.isEmpty ? operation : "\(operation) (\(request)\(isRedirected ? ", after a redirect" : ""))"
    return ["\(place): \(what)", quote, stopText, advice].compactMap(\.self).joined(separator: "; ")
  }

  private var what: String {
    switch reason {
    case .invalidRequest(let why): "the request was not sent: \(why)"
    case .clearText(let host):
      "the request was not sent: clear-text http would show the credential on the way to \(host)"
    case .authentication(let why): "no credential could be obtained: \(why)"
    case .transport(let error): error.description
    case .redirect(let why): "a redirect was not followed: \(why)"
    case .status(let status): "the service responded with \(status)"
    case .failureInSuccess: "the service responded with \(status.map(String.init) ?? "a success") and a failure"
    case .notJSON(let found):
      "the service responded with \(status.map { "\($0) and " } ?? "")\(found) instead of JSON"
    case .decoding(let problem): "the response does not decode at \(problem)"
    case .deadline(let deadline): "the deadline of \(deadline.text) passed"
    case .cancelled: "the call was cancelled"
    }
  }

  /// The service's own explanation of the failure.
  private var quote: String? {
    switch reason {
    case .status, .failureInSuccess: break
    default: return nil
    }
    guard !body.isEmpty, !NotJSON.isMarkup(body) else { return nil }
    let line = body[0..<800].text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return "it said: \(line.count > 200 ? line.prefix(200) + "..." : line)"
  }

  private var stopText: String? {
    switch stop {
    case nil: nil
    case .notRepeatable: "it was not retried, because it might be executed twice"
    case .attempts(let count): count > 1 ? "\(count) attempts were made" : nil
    case .budget: "it was not retried, because too many requests failed recently"
    case .deadline(let deadline): "another attempt would exceed the deadline of \(deadline.text)"
    }
  }

  private var advice: String? {
    switch reason {
    case .clearText: "use https, or a loopback host"
    case .authentication, .status(401): "check the credentials"
    case .status(403): "check that the account may do this"
    case .status(404), .status(410): "check the identifiers and the base URL"
    case .status(429): retryAfter.map { "wait \($0.text) before the next call" } ?? "call less often"
    case .status(300..<400): "it is a redirect that names no other URL; check the base URL"
    case .status(500..<600): "try again later"
    case .status(200..<300): "the endpoint does not declare this status, which says that content is missing or partial"
    case .transport(let error): advice(error)
    case .deadline: "try again, or allow more time"
    case .notJSON: "check the base URL, and whether a proxy is in between"
    case .redirect: "check the base URL"
    default: nil
    }
  }

  private func advice(_ error: TransportError) -> String? {
    switch error {
    case .nameNotFound, .unreachable: "check the base URL and the network"
    case .connectionLost, .connectTimedOut, .idleTimedOut, .timedOut: "try again, or allow more time"
    case .tooLarge: "ask for less, or raise the limit"
    case .untrusted, .handshakeFailed: "check the base URL and the system's certificates"
    case .proxy: "check https_proxy, all_proxy and no_proxy"
    case .headersTooLarge, .invalidResponse, .contentCoding: "check the base URL, and whether a proxy is in between"
    case .content, .cancelled, .invalidRequest, .failed: nil
    }
  }
}

extension DecodingProblem: CustomStringConvertible {
  /// Path, position and problem: `$.objects[3].status_id (line 1, column 213, byte 212): a number was expected`.
  public var description: String {
    let path = path.count > 200 ? "..." + path.suffix(200) : path
    return "\(path) (line \(line), column \(column), byte \(offset)): \(problem)"
  }

  /// The reason for an error about unreadable content.
  static func reason(_ error: JSONError, in response: HTTPResponse) -> APIError.Reason {
    if let found = NotJSON.name(response.body) { return .notJSON(found) }
    let position = JSONPosition(offset: error.offset, in: response.body)
    return .decoding(
      Self(
        path: "\(JSONPath(offset: error.offset, in: response.body))", offset: error.offset, line: position.line,
        column: position.column, problem: error.reason.description))
  }
}

/// Recognizes content that was never meant to be JSON.
enum NotJSON {
  static func name(_ bytes: SharedBytes) -> String? {
    guard let first = firstByte(bytes) else { return "nothing" }
    return first == UInt8(ascii: "<") ? "an HTML or XML page" : nil
  }

  static func isMarkup(_ bytes: SharedBytes) -> Bool { firstByte(bytes) == UInt8(ascii: "<") }

  private static func firstByte(_ bytes: SharedBytes) -> UInt8? {
    let mark = bytes.byteOrderMarkCount
    return bytes[mark..<mark + 1024].array.first { !(9...13).contains($0) && $0 != 32 }
  }
}
