public import TributaryJSON

/// A request as a transport sends it: everything is encoded, nothing is added later.
public struct HTTPRequest: Sendable, Equatable {
  /// The method, in capitals: `GET`.
  public var method: String
  /// The absolute URL, percent-encoded. A transport sends it byte for byte.
  public var url: String
  /// The header fields.
  public var headers: HTTPHeaders
  /// The content, or `nil` for none.
  public var body: SharedBytes?

  /// A request from its parts.
  public init(method: String = "GET", url: String, headers: HTTPHeaders = [:], body: SharedBytes? = nil) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}

/// An answer, with its content complete: in memory, or in a mapped temporary file when it is large.
public struct HTTPResponse: Sendable, Equatable {
  /// The status code, such as 200.
  public var status: Int
  /// The header fields.
  public var headers: HTTPHeaders
  /// The content after decompression; empty when there is none.
  public var body: SharedBytes

  /// An answer from its parts.
  public init(status: Int, headers: HTTPHeaders = [:], body: SharedBytes = SharedBytes()) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
