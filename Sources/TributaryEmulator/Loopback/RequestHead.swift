import Tributary

/// The request line and the header fields of a request.
struct RequestHead {
  var method: String
  /// The path and query, beginning with a slash.
  var target: String
  var headers = HTTPHeaders()
  /// The size of the content, or `nil` if there is none or it comes in chunks.
  var length: Int?
  var isChunked = false
  var keepsAlive = true
  var expectsContinue = false

  /// The status with which a request is refused.
  struct Refusal: Error { let status: Int }

  /// Reads the head of a request, without its last two line ends.
  static func parse(_ bytes: ArraySlice<UInt8>) -> Result<Self, Refusal> {
    do throws(Refusal) {
      let lines = try lines(bytes)
      guard let first = lines.first else { throw Refusal(status: 400) }
      var head = try requestLine(first)
      for line in lines.dropFirst() {
        let (name, value) = try field(line)
        head.headers.append(value, for: name)
      }
      try head.readFraming()
      return .success(head)
    } catch {
      return .failure(error)
    }
  }

  private static func lines(_ bytes: ArraySlice<UInt8>) throws(Refusal) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = bytes.startIndex
    for index in bytes.indices where bytes[index] == 0x0A {
      guard index > start, bytes[index - 1] == 0x0D else { throw Refusal(status: 400) }
      lines.append(bytes[start..<(index - 1)])
      start = index + 1
    }
    lines.append(bytes[start...])
    guard lines.allSatisfy({ $0.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 } }) else {
      throw Refusal(status: 400)
    }
    return lines
  }

  private static func requestLine(_ line: ArraySlice<UInt8>) throws(Refusal) -> Self {
    let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
    guard words.count == 3, !words[0].isEmpty, words[0].allSatisfy(isToken),
      words[1].allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw Refusal(status: 400) }
    var target = String(decoding: words[1], as: UTF8.self)
    if target.lowercased().hasPrefix("http://") {
      let rest = target.dropFirst("http://".count)
      target = String(rest[(rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex)...])
      if !target.hasPrefix("/") { target = "/" + target }
    }
    guard target.hasPrefix("/") else { throw Refusal(status: 400) }
    var head = Self(method: String(decoding: words[0], as: UTF8.self), target: target)
    switch String(decoding: words[2], as: UTF8.self) {
    case "HTTP/1.1": break
    case "HTTP/1.0": head.keepsAlive = false
    case let version where version.hasPrefix("HTTP/"): throw Refusal(status: 505)
    default: throw Refusal(status: 400)
    }
    return head
  }

  private static func field(_ line: ArraySlice<UInt8>) throws(Refusal) -> (name: String, value: String) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
      line[..<colon].allSatisfy(isToken)
    else { throw Refusal(status: 400) }
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    let rest = line[(colon + 1)...].drop(while: isSpace)
    let end = rest.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? rest.startIndex
    return (String(decoding: line[..<colon], as: UTF8.self), String(decoding: rest[..<end], as: UTF8.self))
  }

  /// Determines the length of the content. Contradictory lengths are refused.
  private mutating func readFraming() throws(Refusal) {
    let hosts = values("Host")
    guard hosts.count == 1 || hosts.isEmpty && !keepsAlive else { throw Refusal(status: 400) }
    let codings = values("Transfer-Encoding").map { $0.lowercased() }
    let lengths = Set(values("Content-Length"))
    if !codings.isEmpty {
      guard lengths.isEmpty else { throw Refusal(status: 400) }
      guard codings == ["chunked"] else { throw Refusal(status: 501) }
      isChunked = true
    }
    guard lengths.count <= 1 else { throw Refusal(status: 400) }
    if let text = lengths.first {
      guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { throw Refusal(status: 400) }
      // A length with more digits than an integer holds is larger than any limit.
      length = Int(text) ?? Int.max
    }
    if let expectation = headers["Expect"] {
      guard expectation.lowercased() == "100-continue" else { throw Refusal(status: 417) }
      expectsContinue = true
    }
    let options = values("Connection").flatMap { $0.lowercased().split { $0 == "," || $0 == " " } }
    if options.contains("close") { keepsAlive = false }
  }

  private func values(_ name: String) -> [String] {
    headers.fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
  }

  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
