@_spi(Generated) public import TributaryJSON

/// The content of a request, encoded.
public struct EndpointBody: Sendable, Equatable {
  /// The bytes, file or stream that is sent.
  public var content: HTTPContent
  /// Its media type: `application/json`.
  public var contentType: String
  /// Why the content must not be sent, or `nil` if it may be.
  package var problem: String?

  /// Content in any format: bytes, a file or a stream.
  public init(_ content: HTTPContent, contentType: String) {
    self.content = content
    self.contentType = contentType
  }

  /// Bytes in any format.
  public init(bytes: SharedBytes, contentType: String) { self.init(.bytes(bytes), contentType: contentType) }

  /// The bytes if they are in memory, or `nil` for a file or a stream.
  package var bytes: SharedBytes? { if case .bytes(let bytes) = content { bytes } else { nil } }

  /// A text, as `text/plain`.
  public static func text(_ text: String) -> Self {
    Self(bytes: SharedBytes(text), contentType: "text/plain; charset=utf-8")
  }

  /// A value as JSON, under a key if the service expects it wrapped: `{"data": ...}`.
  public static func json(_ value: some JSONEncodable, in key: String? = nil) -> Self {
    json(in: key) { writer in value.encode(into: &writer) }
  }

  /// Fields as a JSON object, under a key if the service expects it wrapped.
  public static func json(_ fields: BodyField?..., in key: String? = nil) -> Self { json(fields, in: key) }

  /// Fields as a JSON object, under a key if the service expects it wrapped.
  public static func json(_ fields: [BodyField?], in key: String? = nil) -> Self {
    json(in: key) { writer in fields.encode(into: &writer) }
  }

  private static func json(in key: String?, _ write: (inout JSONWriter) -> Void) -> Self {
    var writer = JSONWriter()
    if let key {
      writer.beginObject()
      writer.name(named: key)
      write(&writer)
      writer.endObject()
    } else {
      write(&writer)
    }
    let problem = writer.error.map { "the content's \($0)" }
    var body = Self(bytes: writer.finish(), contentType: "application/json")
    body.problem = problem
    return body
  }

  /// A value's fields as a form: texts, numbers and booleans as they are, anything else by style. `null`, which is how a
  /// patch clears a field, is an empty text. What has no form in the style is never sent.
  ///
  /// - Parameters:
  ///   - value: What is written as a JSON object.
  ///   - key: What the service expects all fields in: `data[name]=value`.
  ///   - style: How lists, maps and models are written.
  public static func form(_ value: some JSONEncodable, in key: String? = nil, style: ParameterStyle = .repeated) -> Self
  {
    var body = Self(bytes: SharedBytes(), contentType: formType)
    var writer = JSONWriter()
    value.encode(into: &writer)
    if let error = writer.error {
      body.problem = "the form's \(error)"
      return body
    }
    guard case .object(let fields)? = try? JSONReader.read(JSONValue.self, from: writer.finish()) else {
      body.problem = "a form must be made from an object"
      return body
    }
    body.fill(fields.map { name, value in .item(named(name, in: key), value, style: style) })
    return body
  }

  /// Fields as a form.
  public static func form(_ fields: BodyField?..., in key: String? = nil, style: ParameterStyle = .repeated) -> Self {
    form(fields, in: key, style: style)
  }

  /// Fields as a form.
  public static func form(
    _ fields: [BodyField?], in key: String? = nil, style: ParameterStyle = .repeated
  ) -> Self {
    var body = Self(bytes: SharedBytes(), contentType: formType)
    body.fill(
      fields.compactMap { field in
        field.map { RequestItem.item(named($0.name, in: key), style: $0.style ?? style, $0.write) }
      })
    return body
  }

  private static let formType = "application/x-www-form-urlencoded"

  /// Whether it is a form.
  var isForm: Bool { contentType == Self.formType }

  static func named(_ name: String, in key: String?) -> String { key.map { "\($0)[\(name)]" } ?? name }

  private mutating func fill(_ items: [RequestItem]) {
    if let faulty = items.lazy.compactMap(\.problem).first {
      problem = "the form field \(faulty)"
    } else {
      content = .bytes(SharedBytes(items.compactMap(\.encoded).joined(separator: "&")))
    }
  }
}
