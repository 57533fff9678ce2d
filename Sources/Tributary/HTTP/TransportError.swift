/// Why an exchange produced no answer.
public enum TransportError: Error, Sendable, Equatable {
  /// The host could not be reached: unknown name, refused, no route.
  case unreachable(String)
  /// The connection ended before the answer was complete, or before it began.
  case connectionLost
  /// The deadline passed, or nothing came for as long as ``HTTPLimits/silence`` allows.
  case timedOut(after: Duration)
  /// The content grew past ``HTTPLimits/bodyBytes``.
  case tooLarge(limit: Int)
  /// The certificate was not accepted. It is never ignored.
  case untrusted(String)
  /// The task was cancelled.
  case cancelled
  /// The request cannot be sent as it stands: a malformed URL, a control character in a header.
  case invalidRequest(String)
  /// Anything else, in the words of the system.
  case failed(String)
}

extension TransportError: CustomStringConvertible {
  /// The failure in a clause, without a full stop.
  public var description: String {
    switch self {
    case .unreachable(let why): "the host could not be reached (\(why))"
    case .connectionLost: "the connection was lost before the answer was complete"
    case .timedOut(let duration): "the answer was not complete after \(duration.text)"
    case .tooLarge(let limit): "the answer is larger than the limit of \(limit) bytes"
    case .untrusted(let why): "the host's certificate was not accepted (\(why))"
    case .cancelled: "the call was cancelled"
    case .invalidRequest(let why): "the request cannot be sent: \(why)"
    case .failed(let why): "the exchange failed (\(why))"
    }
  }

  /// The same failure with its words changed.
  func rewording(_ change: (String) -> String) -> Self {
    switch self {
    case .unreachable(let why): .unreachable(change(why))
    case .untrusted(let why): .untrusted(change(why))
    case .invalidRequest(let why): .invalidRequest(change(why))
    case .failed(let why): .failed(change(why))
    case .connectionLost, .timedOut, .tooLarge, .cancelled: self
    }
  }
}
