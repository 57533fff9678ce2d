public import TributaryJSON

/// The lines of a successful response, each as a value, as they arrive.
///
/// ```swift
/// for try await reading in try await client.readings.follow() { print(reading.value) }
/// ```
///
/// A line is JSON, or text where the endpoint says so. Lines end with a line feed, before which a carriage return may
/// stand. Empty lines of JSON are skipped. A line that does not decode ends the loop with an ``APIError`` whose
/// ``DecodingProblem`` has the line's number.
///
/// The connection applies back-pressure, and closes when the loop is left or the task is cancelled. The lines can be
/// read once.
public struct LineStream<Line: Sendable>: AsyncSequence, Sendable {
  /// The value of a line.
  public typealias Element = Line
  /// Why the lines ended early.
  public typealias Failure = APIError

  /// What a line means.
  struct Format: Sendable {
    var skipsEmptyLines: Bool
    /// The line that ends the lines.
    var end: String?
    var decode: @Sendable (SharedBytes, JSONLimits) throws(JSONError) -> Line
  }

  private let response: OpenResponse
  private let format: Format
  private var limit = StreamLimit.bytes

  init(_ response: OpenResponse, _ format: Format) {
    self.response = response
    self.format = format
  }

  /// The same lines with another limit.
  ///
  /// - Parameter bytes: The maximum size of a line in bytes; 16 MiB unless set.
  public func limited(toLine bytes: Int) -> Self {
    var limited = self
    limited.limit = StreamLimit.allowed(bytes)
    return limited
  }

  /// All lines.
  ///
  /// - Parameter count: The maximum number of lines; more are an error.
  public func all(upTo count: Int) async throws(APIError) -> [Line] {
    var lines = makeAsyncIterator()
    var all: [Line] = []
    while let line = try await lines.next() {
      guard all.count < count else {
        throw response.failure("there are more than \(count) lines", line: lines.splitter.number)
      }
      all.append(line)
    }
    return all
  }

  /// Reads the lines.
  public func makeAsyncIterator() -> Iterator { Iterator(response: response, format: format, limit: limit) }

  /// Reads the content line by line.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    private let response: OpenResponse
    private let format: Format
    private let limit: Int
    private var chunks: ChunkReader? = ChunkReader()
    fileprivate var splitter: LineSplitter

    fileprivate init(response: OpenResponse, format: Format, limit: Int) {
      self.response = response
      self.format = format
      self.limit = limit
      splitter = LineSplitter(.lineFeed, limit: limit)
    }

    /// The next line, or `nil` at the end.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(APIError) -> Line? {
      do throws(APIError) {
        while chunks != nil {
          guard let line = try await nextLine() else { break }
          if let end = format.end, line == SharedBytes(end) { break }
          if format.skipsEmptyLines, line.isBlank { continue }
          return try value(of: line)
        }
        chunks = nil
        return nil
      } catch {
        chunks = nil
        throw error
      }
    }

    private mutating func nextLine() async throws(APIError) -> SharedBytes? {
      var step = splitter.next()
      while step == .more {
        if let chunk = try await chunks?.next(of: response) {
          splitter.feed(chunk)
          step = splitter.next()
        } else {
          guard let rest = splitter.rest() else { return nil }
          step = rest
        }
      }
      guard case .line(let line) = step else {
        throw response.failure("it is longer than the limit of \(limit) bytes", line: splitter.number)
      }
      return line
    }

    private func value(of line: SharedBytes) throws(APIError) -> Line {
      do throws(JSONError) { return try format.decode(line, response.call.client.policy.json) } catch {
        throw response.failure(error, in: line, line: splitter.number)
      }
    }
  }
}

/// The limit of a line or an event.
enum StreamLimit {
  static let bytes = 16 << 20

  /// A limit in a range that can be calculated with.
  static func allowed(_ bytes: Int) -> Int { min(max(bytes, 0), 1 << 40) }
}

extension SharedBytes {
  /// Whether there is nothing but white space.
  fileprivate var isBlank: Bool { withUnsafeBytes { $0.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } } }
}

extension LineStream.Format where Line: JSONDecodable {
  /// A line is JSON.
  static func json(end: String?) -> Self {
    Self(skipsEmptyLines: true, end: end) { line, limits throws(JSONError) in
      try JSONReader.read(Line.self, from: line, limits: limits)
    }
  }
}

extension LineStream<String>.Format {
  /// A line is text as it is.
  static func text(end: String?) -> Self {
    Self(skipsEmptyLines: false, end: end) { line, _ throws(JSONError) in line.text }
  }
}

extension ByteStream {
  /// The content as lines of JSON.
  ///
  /// - Parameters:
  ///   - type: The type of a line.
  ///   - end: The line that ends the lines.
  public func lines<Line: JSONDecodable & Sendable>(of type: Line.Type, end: String? = nil) -> LineStream<Line> {
    LineStream(response, .json(end: end))
  }

  /// The content as lines of text. What is not UTF-8 becomes U+FFFD.
  ///
  /// - Parameter end: The line that ends the lines.
  public func textLines(end: String? = nil) -> LineStream<String> { LineStream(response, .text(end: end)) }
}
