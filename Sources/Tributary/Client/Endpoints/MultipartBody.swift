import TributaryHTTP
@_spi(Generated) public import TributaryJSON

extension EndpointBody {
  /// Fields as parts of a multipart form: plain values as text, models, maps and lists in the style `json` as JSON, files
  /// as they are. Other lists have a part for each element, named by the style.
  ///
  /// A large content is sent as it is read. The request may be repeated unless a file is a stream.
  ///
  /// - Parameters:
  ///   - fields: The fields, in order.
  ///   - key: What the service expects all fields in: `data[name]`.
  ///   - style: How lists are written.
  public static func multipart(
    _ fields: BodyField?..., in key: String? = nil, style: ParameterStyle = .repeated
  ) -> Self {
    var random = SystemRandomNumberGenerator()
    return multipart(fields, in: key, style: style, using: &random)
  }

  /// A value's fields as parts of a multipart form.
  ///
  /// - Parameters:
  ///   - value: What is written as a JSON object.
  ///   - key: What the service expects all fields in: `data[name]`.
  ///   - style: How lists are written.
  public static func multipart(
    _ value: some JSONEncodable, in key: String? = nil, style: ParameterStyle = .repeated
  ) -> Self {
    var writer = JSONWriter()
    value.encode(into: &writer)
    if let error = writer.error { return refused("the form's \(error)") }
    guard case .object(let fields)? = try? JSONReader.read(JSONValue.self, from: writer.finish()) else {
      return refused("a form must be made from an object")
    }
    var random = SystemRandomNumberGenerator()
    return multipart(fields.map { name, value in .field(name, value) }, in: key, style: style, using: &random)
  }

  package static func multipart(
    _ fields: [BodyField?], in key: String?, style: ParameterStyle, using random: inout some RandomNumberGenerator
  ) -> Self {
    var form = MultipartBody(boundary: MultipartBody.boundary(using: &random))
    do {
      for case let field? in fields {
        try form.add(field, named: named(field.name, in: key), style: field.style ?? style)
      }
    } catch {
      return refused("the form field \(error)")
    }
    return Self(form.content, contentType: "multipart/form-data; boundary=\(form.boundary)")
  }

  private static func refused(_ problem: String) -> Self {
    var body = Self(bytes: SharedBytes(), contentType: "multipart/form-data")
    body.problem = problem
    return body
  }
}

/// Puts a multipart form together (RFC 7578).
struct MultipartBody {
  fileprivate enum Segment: Sendable {
    case bytes([UInt8])
    case data(SharedBytes)
    case file(path: String, length: Int)
    case stream(ContentStream)
  }

  /// The size up to which a form without files is sent from memory.
  private static let memoryBytes = 1 << 20

  let boundary: String
  private var segments: [Segment] = []

  init(boundary: String) { self.boundary = boundary }

  /// A text that does not occur in any content.
  static func boundary(using random: inout some RandomNumberGenerator) -> String {
    let characters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    return String((0..<40).map { _ in characters[Int.random(in: characters.indices, using: &random)] })
  }

  // MARK: - Fields

  mutating func add(_ field: BodyField, named name: String, style: ParameterStyle) throws(ContentProblem) {
    switch field.files {
    case .one(let file): try add(file, named: name)
    case .several(let files):
      guard style != .comma, style != .json else {
        throw ContentProblem(description: "\(name) holds files, which have no form in the style \"\(style.rawValue)\"")
      }
      for (index, file) in files.enumerated() { try add(file, named: name + suffix(index, style)) }
    case nil:
      var writer = JSONWriter()
      field.write(&writer)
      if let error = writer.error { throw ContentProblem(description: "\(name): \(error)") }
      guard let value = try? JSONReader.read(JSONValue.self, from: writer.finish()) else {
        throw ContentProblem(description: "\(name) could not be written")
      }
      try add(value, named: name, style: style)
    }
  }

  private mutating func add(
    _ value: JSONValue, named name: String, style: ParameterStyle
  ) throws(ContentProblem) {
    guard case .array(let elements) = value, style != .json else { return try add(part: value, named: name) }
    guard style == .comma else {
      for (index, element) in elements.enumerated() { try add(part: element, named: name + suffix(index, style)) }
      return
    }
    var texts: [String] = []
    for element in elements {
      guard let text = try text(of: element, named: name) else {
        throw ContentProblem(
          description: "\(name) holds a list of lists or objects, which has no form in the style \"comma\"")
      }
      texts.append(text)
    }
    try add(text: texts.joined(separator: ","), named: name)
  }

  private mutating func add(part value: JSONValue, named name: String) throws(ContentProblem) {
    if let text = try text(of: value, named: name) { return try add(text: text, named: name) }
    try begin(name, ["Content-Type: application/json"])
    segments.append(.data(JSONWriter.bytes(of: value)))
  }

  private mutating func add(text: String, named name: String) throws(ContentProblem) {
    try begin(name)
    segments.append(.bytes(Array(text.utf8)))
  }

  /// A plain value as text; `nil` for lists and objects.
  private func text(of value: JSONValue, named name: String) throws(ContentProblem) -> String? {
    switch value {
    case .null: return ""
    case .string(let text): return text
    case .number(let number): return number.text
    case .bool(let flag): return flag.parameterText
    case .malformedString: throw ContentProblem(description: "\(name) holds a string that is not valid text")
    case .array, .object: return nil
    }
  }

  private func suffix(_ index: Int, _ style: ParameterStyle) -> String {
    switch style {
    case .brackets: "[]"
    case .indexed: "[\(index)]"
    case .comma, .repeated, .json: ""
    }
  }

  // MARK: - Parts

  private mutating func add(_ file: FilePart, named name: String) throws(ContentProblem) {
    guard !file.contentType.isEmpty, !file.contentType.breaksLines else {
      throw ContentProblem(description: "\(name): the content type is empty or has a line break or NUL in it")
    }
    guard !file.filename.breaksLines else {
      throw ContentProblem(description: "\(name): the file's name has a line break or NUL in it")
    }
    try begin(name, filename: file.filename, ["Content-Type: \(file.contentType)"])
    switch file.source {
    case .data(let bytes): segments.append(.data(bytes))
    case .stream(let stream): segments.append(.stream(stream))
    case .file(let url):
      guard url.isFileURL else { throw ContentProblem(description: "\(name) is not a file: \(url.absoluteString)") }
      do { segments.append(.file(path: url.path, length: try ContentFile(path: url.path).length)) } catch {
        guard case .content(let why) = error else { throw ContentProblem(description: "\(name): \(error)") }
        throw ContentProblem(description: "\(name) cannot be read: \(why)")
      }
    }
  }

  private mutating func begin(
    _ name: String, filename: String? = nil, _ fields: [String] = []
  ) throws(ContentProblem) {
    guard !name.breaksLines else {
      throw ContentProblem(description: "\"\(name.filter { !$0.isNewline })\" has a line break or NUL in its name")
    }
    var lines = ["--" + boundary, "Content-Disposition: form-data; name=\"\(name.escaped)\""]
    if let filename { lines[1] += "; filename=\"\(filename.escaped)\"" }
    let start = segments.isEmpty ? "" : "\r\n"
    segments.append(.bytes(Array((start + (lines + fields).joined(separator: "\r\n") + "\r\n\r\n").utf8)))
  }

  // MARK: - Content

  /// All parts. Small ones without files are in memory.
  var content: HTTPContent {
    let end = (segments.isEmpty ? "" : "\r\n") + "--\(boundary)--\r\n"
    let segments = segments + [.bytes(Array(end.utf8))]
    let lengths = segments.map(\.length)
    let length = lengths.contains(nil) ? nil : lengths.reduce(0) { $0 + ($1 ?? 0) }
    if let length, length <= Self.memoryBytes, segments.allSatisfy(\.isInMemory) {
      return .bytes(SharedBytes(segments.flatMap(\.bytes)))
    }
    return .stream(
      ContentStream(length: length, isRepeatable: segments.allSatisfy(\.isRepeatable)) { send in
        for segment in segments { guard try await segment.send(send) else { return } }
      })
  }
}

extension MultipartBody.Segment {
  fileprivate var length: Int? {
    switch self {
    case .bytes(let bytes): bytes.count
    case .data(let bytes): bytes.count
    case .file(_, let length): length
    case .stream(let stream): stream.length
    }
  }

  fileprivate var isInMemory: Bool {
    switch self {
    case .bytes, .data: true
    case .file, .stream: false
    }
  }

  fileprivate var isRepeatable: Bool { if case .stream = self { false } else { true } }

  /// The content if it is in memory.
  fileprivate var bytes: [UInt8] {
    switch self {
    case .bytes(let bytes): bytes
    case .data(let bytes): bytes.array
    case .file, .stream: []
    }
  }

  /// Sends the content. False once no more is needed.
  fileprivate func send(_ send: ContentStream.Send) async throws -> Bool {
    switch self {
    case .bytes(let bytes): return await send(SharedBytes(bytes))
    case .data(let bytes): return bytes.isEmpty ? true : await send(bytes)
    case .file(let path, let length): return try await Self.send(file: path, length: length, send)
    case .stream(let stream): return try await Self.send(stream, send)
    }
  }

  private static func send(file path: String, length: Int, _ send: ContentStream.Send) async throws -> Bool {
    let file = try ContentFile(path: path)
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    var rest = length
    while rest > 0 {
      let wanted = min(rest, buffer.count)
      let count = buffer.withUnsafeMutableBytes {
        file.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[..<wanted]))
      }
      guard let count else { throw ContentProblem(description: "\(path) could not be read") }
      guard count > 0 else { throw ContentProblem(description: "\(path) changed while it was sent") }
      rest -= count
      guard await send(SharedBytes(Array(buffer[..<count]))) else { return false }
    }
    return true
  }

  private static func send(_ stream: ContentStream, _ send: ContentStream.Send) async throws -> Bool {
    let sent = Locked((bytes: 0, isWanted: true))
    try await stream.pump { chunk in
      sent.withLock { $0.bytes += chunk.count }
      let isWanted = await send(chunk)
      sent.withLock { $0.isWanted = isWanted }
      return isWanted
    }
    let (bytes, isWanted) = sent.withLock { $0 }
    if isWanted, let length = stream.length, bytes != length {
      throw ContentProblem(description: "a file has \(bytes) of the \(length) bytes that were announced")
    }
    return isWanted
  }
}

extension String {
  /// Whether the text would end a line of a part's header, or a text in C.
  fileprivate var breaksLines: Bool { utf8.contains { $0 == 0x0D || $0 == 0x0A || $0 == 0 } }

  /// The text between quotes, as forms in browsers write it.
  fileprivate var escaped: String { split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "%22") }
}
