import Tributary
import TributaryJSON

/// Reads the requests of one connection, one after another.
///
/// It is strict about lengths, line ends and names, because lenient reading enables request smuggling.
struct RequestReader {
  /// What comes next on a connection.
  enum Outcome {
    case request(HTTPRequest, keepsAlive: Bool)
    /// A request that is refused with this status; then the connection ends.
    case refuse(Int)
    /// The client disconnected or exceeded the idle timeout.
    case end
  }

  private let limits: ServerLimits
  private let root: String
  /// Received bytes that were not used yet: the next request of a client that pipelines.
  private var buffer: [UInt8] = []

  init(limits: ServerLimits, root: String) {
    self.limits = limits
    self.root = root
  }

  mutating func next(_ socket: borrowing Socket) -> Outcome {
    let head: RequestHead
    switch readHead(socket) {
    case .success(let parsed): head = parsed
    case .failure(.status(let status)): return .refuse(status)
    case .failure(.end): return .end
    }
    guard head.length.map({ $0 <= limits.bodyBytes }) ?? true else { return .refuse(413) }
    if head.expectsContinue, buffer.isEmpty, head.isChunked || (head.length ?? 0) > 0 {
      guard socket.write("HTTP/1.1 100 Continue\r\n\r\n") else { return .end }
    }
    var request = HTTPRequest(method: head.method, url: root + head.target, headers: head.headers)
    let body = head.isChunked ? readChunks(socket) : readBody(socket, head.length ?? 0)
    switch body {
    case .success(let bytes): if head.isChunked || head.length != nil { request.body = SharedBytes(bytes) }
    case .failure(.status(let status)): return .refuse(status)
    case .failure(.end): return .end
    }
    return .request(request, keepsAlive: head.keepsAlive)
  }

  private enum Stop: Error { case status(Int), end }

  private mutating func readHead(_ socket: borrowing Socket) -> Result<RequestHead, Stop> {
    var searched = 0
    while true {
      // A client may send an empty line after a request.
      while buffer.starts(with: [0x0D, 0x0A]) { buffer.removeFirst(2) }
      if let end = Self.end(of: [0x0D, 0x0A, 0x0D, 0x0A], in: buffer, from: searched) {
        guard end <= limits.headBytes else { return .failure(.status(431)) }
        let bytes = buffer[..<(end - 4)]
        buffer.removeFirst(end)
        switch RequestHead.parse(bytes) {
        case .success(let head): return .success(head)
        case .failure(let refusal): return .failure(.status(refusal.status))
        }
      }
      guard buffer.count <= limits.headBytes else { return .failure(.status(431)) }
      searched = max(0, buffer.count - 3)
      guard fill(socket) else { return .failure(.end) }
    }
  }

  private mutating func readBody(_ socket: borrowing Socket, _ count: Int) -> Result<[UInt8], Stop> {
    while buffer.count < count { guard fill(socket) else { return .failure(.end) } }
    defer { buffer.removeFirst(count) }
    return .success(Array(buffer[..<count]))
  }

  private mutating func readChunks(_ socket: borrowing Socket) -> Result<[UInt8], Stop> {
    do throws(Stop) {
      var body: [UInt8] = []
      while true {
        let digits = try readLine(socket).prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 }
        guard (1...8).contains(digits.count), digits.allSatisfy({ ChunkSize.isDigit($0) }),
          let size = Int(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw .status(400) }
        guard size <= limits.bodyBytes - body.count else { throw .status(413) }
        if size == 0 { break }
        body += try readBody(socket, size).get()
        guard try readLine(socket).isEmpty else { throw .status(400) }
      }
      // Fields after the content are skipped; nothing here depends on them.
      var trailerBytes = 0
      while true {
        let line = try readLine(socket)
        if line.isEmpty { return .success(body) }
        trailerBytes += line.count
        guard trailerBytes <= limits.headBytes else { throw .status(431) }
      }
    } catch {
      return .failure(error)
    }
  }

  /// A line without its end.
  private mutating func readLine(_ socket: borrowing Socket) throws(Stop) -> [UInt8] {
    while true {
      if let end = Self.end(of: [0x0D, 0x0A], in: buffer, from: 0) {
        defer { buffer.removeFirst(end) }
        return Array(buffer[..<(end - 2)])
      }
      guard buffer.count <= limits.headBytes else { throw .status(431) }
      guard fill(socket) else { throw .end }
    }
  }

  private mutating func fill(_ socket: borrowing Socket) -> Bool {
    guard let bytes = socket.read(upTo: 64 << 10) else { return false }
    buffer += bytes
    return true
  }

  /// The end of the first occurrence of a mark.
  private static func end(of mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count >= mark.count else { return nil }
    for index in max(0, start)...(bytes.count - mark.count) where index <= bytes.count - mark.count {
      if bytes[index] == mark[0], bytes[index...].starts(with: mark) { return index + mark.count }
    }
    return nil
  }
}

/// The digits of a chunk's size.
private enum ChunkSize {
  static func isDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}
