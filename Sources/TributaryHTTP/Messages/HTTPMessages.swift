public import TributaryJSON

/// A request as a transport sends it: everything is encoded, and the transport adds nothing that the caller is
/// responsible for.
public struct HTTPRequest: Sendable, Equatable {
  private static let idempotentMethods: Set<String> = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"]

  /// The method, in capitals: `GET`.
  public var method: String
  /// The absolute URL, percent-encoded. A transport sends its path and query byte for byte.
  public var url: String
  /// The header fields.
  public var headers: HTTPHeaders
  /// The content, or `nil` for none.
  public var content: HTTPContent?
  private var declaredIdempotent: Bool?

  /// A request whose content is in memory.
  public init(method: String = "GET", url: String, headers: HTTPHeaders = [:], body: SharedBytes? = nil) {
    self.init(method: method, url: url, headers: headers, content: body.map(HTTPContent.bytes))
  }

  /// A request whose content may also be a file or a stream.
  public init(method: String, url: String, headers: HTTPHeaders = [:], content: HTTPContent?) {
    self.method = method
    self.url = url
    self.headers = headers
    self.content = content
  }

  /// The content if it is in memory; `nil` if there is none or if it is a file or a stream.
  public var body: SharedBytes? {
    get { if case .bytes(let bytes) = content { bytes } else { nil } }
    set { content = newValue.map(HTTPContent.bytes) }
  }

  /// Whether sending the request twice has the same effect as sending it once. Unless it is set, the method decides.
  ///
  /// A transport never sends any other request twice, not even if a kept connection turns out to be closed.
  public var isIdempotent: Bool {
    get { declaredIdempotent ?? Self.idempotentMethods.contains(method) }
    set { declaredIdempotent = newValue }
  }
}

/// A response with its complete content: in memory, or in a mapped temporary file when it is large.
public struct HTTPResponse: Sendable, Equatable {
  /// The status code, such as 200.
  public var status: Int
  /// The header fields.
  public var headers: HTTPHeaders
  /// The content after decompression; empty when there is none.
  public var body: SharedBytes

  /// A response from its parts.
  public init(status: Int, headers: HTTPHeaders = [:], body: SharedBytes = SharedBytes()) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// A response whose content has yet to be read.
public struct HTTPStream: Sendable {
  /// The status code, such as 200.
  public let status: Int
  /// The header fields.
  public let headers: HTTPHeaders
  /// The content. Releasing it closes the exchange.
  public let body: HTTPBody

  /// A response from its parts.
  public init(status: Int, headers: HTTPHeaders = [:], body: HTTPBody = HTTPBody(SharedBytes())) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// A response whose content is complete.
  public init(_ response: HTTPResponse) {
    self.init(status: response.status, headers: response.headers, body: HTTPBody(response.body))
  }
}
