import TributaryHTTP
@_spi(Generated) public import TributaryJSON

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The content of a request in any format: data, a file or a stream.
///
/// ```swift
/// try await client.files.replace(id: 5, body: .file(url))
/// ```
public struct RequestContent: Sendable, Equatable {
  let content: HTTPContent
  /// Why it must not be sent, or `nil` if it may be.
  let problem: String?

  private init(_ content: HTTPContent, problem: String? = nil) {
    self.content = content
    self.problem = problem
  }

  /// Data in memory.
  public static func data(_ data: Data) -> Self { Self(.bytes(data.sharedBytes)) }

  /// A file, which is read while it is sent. It must not change meanwhile.
  public static func file(_ url: URL) -> Self {
    Self(.file(path: url.path), problem: url.isFileURL ? nil : "the content is not a file: \(url.absoluteString)")
  }

  /// Chunks, which are sent as they are produced. They are read once, so the request is never repeated.
  ///
  /// - Parameters:
  ///   - chunks: The content in order. An error that it throws ends the call.
  ///   - length: The size in bytes, if known. Content of another size is an error.
  public static func stream<Chunks: AsyncSequence & Sendable>(_ chunks: Chunks, length: Int? = nil) -> Self
  where Chunks.Element == Data {
    Self(.stream(ContentStream(chunks, length: length)))
  }
}

extension ContentStream {
  /// Content from chunks of data.
  init<Chunks: AsyncSequence & Sendable>(_ chunks: Chunks, length: Int?) where Chunks.Element == Data {
    self.init(length: length, isRepeatable: false) { send in
      for try await chunk in chunks where !chunk.isEmpty { guard await send(chunk.sharedBytes) else { return } }
    }
  }
}

extension Data {
  /// A copy.
  var sharedBytes: SharedBytes { withUnsafeBytes { SharedBytes(copying: $0) } }
}

/// Why content cannot be produced.
struct ContentProblem: Error, CustomStringConvertible {
  var description: String
}

extension EndpointBody {
  /// Content in any format.
  public static func bytes(_ content: RequestContent, contentType: String = "application/octet-stream") -> Self {
    var body = Self(content.content, contentType: contentType)
    body.problem = content.problem
    return body
  }

  /// Values as lines of JSON, encoded in memory.
  public static func lines<Values: Sequence>(_ values: Values) -> Self where Values.Element: JSONEncodable & Sendable {
    lines(values, JSONLine.bytes)
  }

  /// Values as lines of JSON, each sent as it is produced. They are read once, so the request is never repeated.
  public static func lines<Values: AsyncSequence & Sendable>(_ values: Values) -> Self
  where Values.Element: JSONEncodable & Sendable {
    lines(values, JSONLine.bytes)
  }

  /// Texts as lines, in memory.
  public static func textLines<Values: Sequence>(_ values: Values) -> Self where Values.Element == String {
    lines(values, TextLine.bytes, contentType: TextLine.contentType)
  }

  /// Texts as lines, each sent as it is produced. They are read once, so the request is never repeated.
  public static func textLines<Values: AsyncSequence & Sendable>(_ values: Values) -> Self
  where Values.Element == String {
    lines(values, TextLine.bytes, contentType: TextLine.contentType)
  }

  private static func lines<Values: Sequence>(
    _ values: Values, _ write: (Values.Element, Int) throws(ContentProblem) -> [UInt8],
    contentType: String = JSONLine.contentType
  ) -> Self {
    var bytes: [UInt8] = []
    var problem: String?
    for (index, value) in values.enumerated() {
      do throws(ContentProblem) { bytes += try write(value, index + 1) } catch {
        problem = "the content's \(error)"
        break
      }
    }
    var body = Self(bytes: SharedBytes(bytes), contentType: contentType)
    body.problem = problem
    return body
  }

  private static func lines<Values: AsyncSequence & Sendable>(
    _ values: Values, _ write: @escaping @Sendable (Values.Element, Int) throws(ContentProblem) -> [UInt8],
    contentType: String = JSONLine.contentType
  ) -> Self where Values.Element: Sendable {
    let stream = ContentStream(length: nil, isRepeatable: false) { send in
      var number = 0
      for try await value in values {
        number += 1
        guard await send(SharedBytes(try write(value, number))) else { return }
      }
    }
    return Self(.stream(stream), contentType: contentType)
  }
}

/// A value as a line.
private enum JSONLine {
  static let contentType = "application/x-ndjson"

  static func bytes(_ value: some JSONEncodable, number: Int) throws(ContentProblem) -> [UInt8] {
    var writer = JSONWriter()
    value.encode(into: &writer)
    if let error = writer.error { throw ContentProblem(description: "line \(number): \(error)") }
    // Raw JSON keeps the line breaks it was received with. They are white space, so a space can replace them.
    return writer.finish().array.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 } + [0x0A]
  }
}

/// A text as a line.
private enum TextLine {
  static let contentType = "text/plain; charset=utf-8"

  static func bytes(_ text: String, number: Int) throws(ContentProblem) -> [UInt8] {
    guard !text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
      throw ContentProblem(description: "line \(number) has a line break in it")
    }
    return Array(text.utf8) + [0x0A]
  }
}
