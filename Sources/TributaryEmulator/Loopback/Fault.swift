public import Tributary
public import TributaryJSON

/// Something that goes wrong with one response.
public enum Fault: Sendable, Equatable {
  /// A response with a status and a small JSON content; the service does not receive the request.
  case status(Int, headers: HTTPHeaders)
  /// 200 with an HTML page, like the response of a proxy or a login page.
  case html
  /// The first half of the real content, as if it were complete.
  case truncated
  /// The connection ends in the middle of the real content.
  case cut
  /// The connection ends before the service receives the request.
  case drop
  /// The service processes the request, and the connection ends before its response.
  case lose
  /// The real response. A while later the connection ends, which no header announced.
  case hangUp(after: Duration)
  /// 200 with content that never ends.
  case endless
  /// The real content, one byte at a time.
  case drip(every: Duration)
  /// 401 with a `WWW-Authenticate` challenge.
  case challenge
  /// 200 with a small compressed content that expands to this many bytes.
  case gzipBomb(bytes: Int)
  /// 302 to a URL.
  case redirect(String)
  /// 200 with JSON arrays nested this deep.
  case deep(Int)
  /// Exactly these bytes instead of a response, then the end of the connection.
  case bytes(SharedBytes)
  /// The real response after a delay.
  case latency(Duration)

  /// The response that replaces the service's, or `nil` if the service gets the request.
  var response: HTTPResponse? {
    switch self {
    case .status(let status, let headers):
      response(status, "application/json", #"{"message":"a fault on demand"}"#, headers.fields)
    case .html: response(200, "text/html; charset=utf-8", "<!DOCTYPE html>\n<html><body>Please sign in</body></html>\n")
    case .challenge:
      response(
        401, "application/json", #"{"message":"sign in"}"#, [("WWW-Authenticate", #"Basic realm="emulator""#)])
    case .redirect(let url): response(302, "text/plain", "moved\n", [("Location", url)])
    case .deep(let depth):
      response(
        200, "application/json", String(repeating: "[", count: depth) + String(repeating: "]", count: depth))
    case .gzipBomb(let bytes):
      HTTPResponse(
        status: 200, headers: ["Content-Type": "application/json", "Content-Encoding": "gzip"],
        body: GzipBomb.spaces(bytes))
    case .truncated, .cut, .drop, .lose, .hangUp, .endless, .drip, .bytes, .latency: nil
    }
  }

  private func response(
    _ status: Int, _ type: String, _ text: String, _ headers: [(name: String, value: String)] = []
  ) -> HTTPResponse {
    var response = HTTPResponse(status: status, headers: ["Content-Type": type], body: SharedBytes(text))
    for (name, value) in headers { response.headers.append(value, for: name) }
    return response
  }
}
