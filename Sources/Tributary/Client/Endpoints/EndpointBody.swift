@_spi(Generated) public import TributaryJSON

/// The content of a request, encoded.
public struct EndpointBody: Sendable, Equatable {
  /// What is sent.
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

  /// A value as JSON, under a key if the service expects it wrapped: `{"data": ...}`.
  public static func json(_ value: some JSONEncodable, in key: String? = nil) -> Self {
    var writer = JSONWriter()
    if let key {
      writer.beginObject()
      writer.field(named: key, value)
      writer.endObject()
    } else {
      value.encode(into: &writer)
    }
    let problem = writer.error.map { "the content's \($0)" }
    var body = Self(bytes: writer.finish(), contentType: "application/json")
    body.problem = problem
    return body
  }

  /// A value's fields as a form: texts, numbers and booleans as they are, and lists of them under a repeated name;
  /// `null` is omitted. A form cannot contain an object or a list of lists; such content is never sent.
  public static func form(_ value: some JSONEncodable) -> Self {
    var body = Self(bytes: SharedBytes(), contentType: "application/x-www-form-urlencoded")
    var writer = JSONWriter()
    value.encode(into: &writer)
    if let error = writer.error {
      body.problem = "the form's \(error)"
      return body
    }
    do throws(JSONError) {
      guard case .object(let fields) = try JSONReader.read(JSONValue.self, from: writer.finish()) else {
        body.problem = "a form must be made from an object"
        return body
      }
      var pieces: [String] = []
      for (name, value) in fields {
        guard let item = FormField.item(name, value) else {
          body.problem =
            "the form field \"\(name)\" holds an object, a list of lists, or a string that is not valid text"
          return body
        }
        if let piece = item.encoded { pieces.append(piece) }
      }
      body.content = .bytes(SharedBytes(pieces.joined(separator: "&")))
    } catch {
      body.problem = "the form could not be written: \(error)"
    }
    return body
  }
}

/// A JSON value as a form writes it.
private enum FormField {
  static func item(_ name: String, _ value: JSONValue) -> RequestItem? {
    switch value {
    case .null: return RequestItem(name: name, values: [], isJoined: false)
    case .array(let elements):
      var values: [String] = []
      for element in elements {
        guard let text = text(element) else { return nil }
        values.append(text)
      }
      return RequestItem(name: name, values: values, isJoined: false)
    default: return text(value).map { RequestItem(name: name, values: [$0], isJoined: false) }
    }
  }

  private static func text(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .number(let number): number.text
    case .bool(let flag): flag.parameterText
    case .null, .array, .object, .malformedString: nil
    }
  }
}
