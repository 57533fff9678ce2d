#if os(Linux)
/// Reads the lines before the content of a response: interim responses, the status line, the header fields.
///
/// libcurl accepts more than RFC 9110 and 9112 allow, and treats some broken responses as a success. They are rejected
/// here.
struct ResponseHead {
  private(set) var status = 0
  private(set) var headers = HTTPHeaders()
  /// Whether the empty line after the last field was read.
  private(set) var isComplete = false
  /// Whether anything was read.
  var hasBegun: Bool { bytes > 0 }
  private var bytes = 0
  private var isInside = false
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// Reads a line with its end.
  mutating func read(_ line: UnsafeRawBufferPointer) throws(TransportError) {
    // After the content come trailers, which are ignored.
    guard !isComplete else { return }
    bytes += line.count
    guard bytes <= limit else { throw .headersTooLarge(limit: limit) }
    var text = UnsafeRawBufferPointer(rebasing: line.prefix { $0 != UInt8(ascii: "\n") })
    if text.last == UInt8(ascii: "\r") { text = UnsafeRawBufferPointer(rebasing: text.dropLast()) }
    guard !text.contains(where: { $0 == 0 || $0 == UInt8(ascii: "\r") }) else {
      throw .invalidResponse("a header field holds a NUL or a carriage return")
    }
    if !isInside { return try readStatus(text) }
    if text.isEmpty { return try endBlock() }
    try readField(text)
  }

  private mutating func readStatus(_ line: UnsafeRawBufferPointer) throws(TransportError) {
    let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count >= 2, line.starts(with: "HTTP/".utf8) else {
      throw .invalidResponse("it does not begin with a status line")
    }
    guard words[1].count == 3, words[1].allSatisfy({ (48...57).contains($0) }),
      let status = Int(String(decoding: words[1], as: UTF8.self)), status >= 100
    else { throw .invalidResponse("its status is not a number of three digits") }
    self.status = status
    headers = HTTPHeaders()
    isInside = true
  }

  private mutating func readField(_ line: UnsafeRawBufferPointer) throws(TransportError) {
    if line.first == 0x20 || line.first == 0x09 {
      // A folded line continues the previous field.
      guard let last = headers.fields.last else { throw .invalidResponse("its first header field begins with a space") }
      headers.replaceLast(with: (last.value + " " + Self.text(line[...])).trimmed)
      return
    }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else {
      throw .invalidResponse("a header field has no name or no colon")
    }
    headers.append(Self.text(line[(colon + 1)...]).trimmed, for: Self.text(line[..<colon]).trimmed)
  }

  private mutating func endBlock() throws(TransportError) {
    isInside = false
    if status == 101 { throw .invalidResponse("it switches to another protocol, which was not requested") }
    guard status >= 200 else { return }
    _ = try contentLength
    if let coding = unknownTransferCoding {
      throw .contentCoding("the transfer coding \"\(coding)\" was not requested")
    }
    isComplete = true
  }

  /// The announced size of the content, or `nil` if there is none.
  var contentLength: Int? {
    get throws(TransportError) {
      guard transferCodings.isEmpty else { return nil }
      var length: Int?
      for (name, value) in headers.fields where HTTPHeaders.same(name, "Content-Length") {
        for item in value.split(separator: ",", omittingEmptySubsequences: false) {
          let digits = String(item).trimmed
          guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(digits) else {
            throw .invalidResponse("its Content-Length is not a number that a size can have")
          }
          guard length == nil || length == number else { throw .invalidResponse("it has two different lengths") }
          length = number
        }
      }
      return length
    }
  }

  /// The compression of the content in lower case, or `nil` if there is none.
  var contentCoding: String? {
    let codings = headers.fields.filter { HTTPHeaders.same($0.name, "Content-Encoding") }
      .flatMap { $0.value.split(separator: ",") }.map { String($0).trimmed.lowercased() }
      .filter { !$0.isEmpty && $0 != "identity" }
    return codings.isEmpty ? nil : codings.joined(separator: ", ")
  }

  /// Whether content was announced.
  var announcesContent: Bool { !transferCodings.isEmpty || headers["Content-Length"].map { $0 != "0" } ?? false }

  private var transferCodings: [String] {
    headers.fields.filter { HTTPHeaders.same($0.name, "Transfer-Encoding") }
      .flatMap { $0.value.split(separator: ",") }.map { String($0).trimmed.lowercased() }
      .filter { $0 != "identity" }
  }

  private var unknownTransferCoding: String? { transferCodings.first { $0 != "chunked" } }

  /// Decoded as UTF-8 if valid, else one character per byte.
  private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    String(validating: bytes, as: UTF8.self)
      ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }
}

extension String {
  /// The text without spaces and tabs around it.
  fileprivate var trimmed: String {
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    guard let first = utf8.firstIndex(where: { !isSpace($0) }), let last = utf8.lastIndex(where: { !isSpace($0) })
    else {
      return ""
    }
    return String(self[first...last])
  }
}
#endif
