import Tributary
import TributaryJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes responses to a connection. Each function returns whether the connection can continue.
enum ResponseWriter {
  /// The limit of an endless response, 64 GiB, so that a client that never gives up does not fill a disk.
  private static let endlessBytes = 64 << 30

  /// Writes a response, or its head and the first bytes of its content.
  static func write(
    _ response: HTTPResponse, to socket: borrowing Socket, for method: String, closing: Bool, upTo count: Int? = nil
  ) -> Bool {
    guard socket.write(head(response, closing: closing)) else { return false }
    guard hasContent(response, method) else { return true }
    let body = response.body[0..<(count ?? response.body.count)]
    return body.withUnsafeBytes { socket.write($0) }
  }

  /// Writes a response whose content comes one byte at a time.
  static func drip(
    _ response: HTTPResponse, to socket: borrowing Socket, for method: String, closing: Bool, every interval: Duration
  ) -> Bool {
    guard socket.write(head(response, closing: closing)) else { return false }
    guard hasContent(response, method) else { return true }
    for index in 0..<response.body.count {
      guard socket.pause(interval), response.body[index..<(index + 1)].withUnsafeBytes({ socket.write($0) }) else {
        return false
      }
    }
    return true
  }

  /// Writes the beginning of a JSON list, and then white space until the client disconnects.
  static func writeEndlessly(to socket: borrowing Socket) -> Bool {
    let response = HTTPResponse(status: 200, headers: ["Content-Type": "application/json"])
    guard socket.write(head(response, closing: true, length: nil)), socket.write("[") else { return false }
    let piece = [UInt8](repeating: 0x20, count: 64 << 10)
    var sent = 0
    // There are pauses, as in a network, because Foundation on Linux cannot cancel while a socket always has more.
    while sent < endlessBytes, piece.withUnsafeBytes({ socket.write($0) }), socket.pause(.milliseconds(1)) {
      sent += piece.count
    }
    return false
  }

  private static func hasContent(_ response: HTTPResponse, _ method: String) -> Bool {
    method != "HEAD" && response.status != 204 && response.status != 304
  }

  private static func head(_ response: HTTPResponse, closing: Bool) -> String {
    head(
      response, closing: closing, length: response.status == 204 || response.status == 304 ? nil : response.body.count)
  }

  private static func head(_ response: HTTPResponse, closing: Bool, length: Int?) -> String {
    var text = "HTTP/1.1 \(response.status) \(Reason.phrase(response.status))\r\n"
    for (name, value) in response.headers.fields where !framing.contains(name.lowercased()) {
      // A line break from a service would begin another field.
      text += "\(clean(name)): \(clean(value))\r\n"
    }
    if response.headers["Date"] == nil { text += "Date: \(Self.date(Date()))\r\n" }
    if let length { text += "Content-Length: \(length)\r\n" }
    return text + (closing ? "Connection: close\r\n\r\n" : "\r\n")
  }

  private static let framing: Set<String> = ["content-length", "transfer-encoding", "connection"]

  private static func clean(_ text: String) -> String {
    String(decoding: text.utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self)
  }

  /// The form that HTTP uses: `Sun, 06 Nov 1994 08:49:37 GMT`.
  static func date(_ date: Date) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.weekday, .day, .month, .year, .hour, .minute, .second], from: date)
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
    let (day, month) = (days[((parts.weekday ?? 1) - 1) % 7], months[((parts.month ?? 1) - 1) % 12])
    let time = "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
    return "\(day), \(two(parts.day)) \(month) \(parts.year ?? 1970) \(time) GMT"
  }
}

extension HTTPResponse {
  /// A response of the server itself.
  static func plain(_ status: Int) -> Self {
    Self(
      status: status, headers: ["Content-Type": "text/plain"], body: SharedBytes("\(status) \(Reason.phrase(status))\n")
    )
  }
}

/// The reason phrase of a status, as registered for HTTP.
package enum Reason {
  private static let phrases = [
    100: "Continue", 101: "Switching Protocols", 102: "Processing", 103: "Early Hints", 200: "OK", 201: "Created",
    202: "Accepted", 203: "Non-Authoritative Information", 204: "No Content", 205: "Reset Content",
    206: "Partial Content", 207: "Multi-Status", 208: "Already Reported", 226: "IM Used", 300: "Multiple Choices",
    301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified", 305: "Use Proxy",
    307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized",
    402: "Payment Required", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
    407: "Proxy Authentication Required", 408: "Request Timeout", 409: "Conflict", 410: "Gone",
    411: "Length Required", 412: "Precondition Failed", 413: "Content Too Large", 414: "URI Too Long",
    415: "Unsupported Media Type", 416: "Range Not Satisfiable", 417: "Expectation Failed",
    421: "Misdirected Request", 422: "Unprocessable Content", 423: "Locked", 424: "Failed Dependency",
    425: "Too Early", 426: "Upgrade Required", 428: "Precondition Required", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 451: "Unavailable For Legal Reasons", 500: "Internal Server Error",
    501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
    505: "HTTP Version Not Supported", 506: "Variant Also Negotiates", 507: "Insufficient Storage",
    508: "Loop Detected", 511: "Network Authentication Required",
  ]

  /// The reason phrase, or nothing for a status without one; the status line has the space before it in any case.
  package static func phrase(_ status: Int) -> String { phrases[status] ?? "" }
}
