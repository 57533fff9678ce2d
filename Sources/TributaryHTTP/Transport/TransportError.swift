/// Why an exchange produced no response.
public enum TransportError: Error, Sendable, Equatable {
  /// No address was found for the host.
  case nameNotFound(String)
  /// The host could not be reached: the connection was refused, or there is no route.
  case unreachable(String)
  /// No connection was made in time.
  case connectTimedOut(after: Duration)
  /// The connection ended before the response was complete.
  case connectionLost(while: ExchangePhase)
  /// The deadline passed.
  case timedOut(after: Duration)
  /// No byte was received for the duration of ``HTTPLimits/idleTimeout``.
  case idleTimedOut(after: Duration)
  /// The content exceeded ``HTTPLimits/bodyBytes``.
  case tooLarge(limit: Int)
  /// The header fields exceeded ``HTTPLimits/headerBytes``.
  case headersTooLarge(limit: Int)
  /// The certificate was not accepted. It is never ignored.
  case untrusted(String)
  /// No encrypted connection could be agreed on.
  case handshakeFailed(String)
  /// A proxy refused the request or could not be used. The status is `nil` if the proxy gave none.
  case proxy(host: String, status: Int?)
  /// The response is not HTTP as RFC 9110 and 9112 define it, and why.
  case invalidResponse(String)
  /// The content is compressed in a way that cannot be read, and why.
  case contentCoding(String)
  /// The content to be sent could not be read, and why.
  case content(String)
  /// The task was cancelled.
  case cancelled
  /// The request cannot be sent as it is: a malformed URL, a control character in a header.
  case invalidRequest(String)
  /// Anything else, in the words of the system.
  case failed(String)

  /// Whether the same request may succeed a moment later.
  public var isTransient: Bool {
    switch self {
    case .nameNotFound, .unreachable, .connectTimedOut, .connectionLost, .timedOut, .idleTimedOut: true
    case .proxy(_, let status): status.map { $0 >= 500 } ?? true
    case .tooLarge, .headersTooLarge, .untrusted, .handshakeFailed, .invalidResponse, .contentCoding, .content,
      .cancelled, .invalidRequest, .failed:
      false
    }
  }
}

/// The phase of an exchange.
public enum ExchangePhase: Sendable, Equatable {
  /// The connection was being made.
  case connecting
  /// The request was being sent.
  case sending
  /// The request was sent, and nothing had been received.
  case waiting
  /// The header fields of the response were being read.
  case readingHeaders
  /// The content of the response was being read.
  case readingContent
}

extension TransportError: CustomStringConvertible {
  /// The failure in a clause, without a full stop.
  public var description: String {
    switch self {
    case .nameNotFound(let host): "no address was found for the host \"\(host)\""
    case .unreachable(let why): "the host could not be reached (\(why))"
    case .connectTimedOut(let duration): "no connection was made within \(duration.text)"
    case .connectionLost(let phase): "the connection was lost \(phase)"
    case .timedOut(let duration): "the response was not complete after \(duration.text)"
    case .idleTimedOut(let duration): "nothing was received for \(duration.text)"
    case .tooLarge(let limit): "the response is larger than the limit of \(limit) bytes"
    case .headersTooLarge(let limit): "the header fields are larger than the limit of \(limit) bytes"
    case .untrusted(let why): "the host's certificate was not accepted (\(why))"
    case .handshakeFailed(let why): "no encrypted connection could be made (\(why))"
    case .proxy(let host, let status):
      "the proxy \(host) " + (status.map { "refused the connection with status \($0)" } ?? "could not be used")
    case .invalidResponse(let why): "the response is not valid HTTP: \(why)"
    case .contentCoding(let why): "the response's compression cannot be read: \(why)"
    case .content(let why): "the content to be sent could not be read: \(why)"
    case .cancelled: "the call was cancelled"
    case .invalidRequest(let why): "the request cannot be sent: \(why)"
    case .failed(let why): "the exchange failed (\(why))"
    }
  }

  /// The same failure with its words changed.
  package func rewording(_ change: (String) -> String) -> Self {
    switch self {
    case .nameNotFound(let host): .nameNotFound(change(host))
    case .unreachable(let why): .unreachable(change(why))
    case .untrusted(let why): .untrusted(change(why))
    case .handshakeFailed(let why): .handshakeFailed(change(why))
    case .proxy(let host, let status): .proxy(host: change(host), status: status)
    case .invalidResponse(let why): .invalidResponse(change(why))
    case .contentCoding(let why): .contentCoding(change(why))
    case .content(let why): .content(change(why))
    case .invalidRequest(let why): .invalidRequest(change(why))
    case .failed(let why): .failed(change(why))
    case .connectTimedOut, .connectionLost, .timedOut, .idleTimedOut, .tooLarge, .headersTooLarge, .cancelled: self
    }
  }
}

extension ExchangePhase: CustomStringConvertible {
  /// The phase as a clause: `before the response was complete`.
  public var description: String {
    switch self {
    case .connecting: "while it was being made"
    case .sending: "while the request was being sent"
    case .waiting: "before the response began"
    case .readingHeaders: "in the middle of the header fields"
    case .readingContent: "before the response was complete"
    }
  }
}
