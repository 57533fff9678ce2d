@_spi(Generated) public import TributaryJSON

/// A field of a request's content, where the content is made from fields rather than from one value.
///
/// ```swift
/// .json(.field("labels", ["bug"]), .field("color", color))
/// .form(.field("grant_type", "refresh_token"), .field("refresh_token", token))
/// ```
public struct BodyField: Sendable {
  /// The name on the wire.
  package let name: String
  /// The style of lists, maps and models in a form, where it is not that of the form.
  let style: ParameterStyle?
  let write: @Sendable (inout JSONWriter) -> Void
  /// The files of the field; `nil` if it is a value.
  var files: FilePart.List?

  /// A value; `nil` leaves the field out.
  public static func field(
    _ name: String, _ value: (some JSONEncodable & Sendable)?, style: ParameterStyle? = nil
  ) -> Self? {
    value.map { value in Self(name: name, style: style) { value.encode(into: &$0) } }
  }

  /// A value in a form on the wire; `nil` leaves the field out.
  public static func field(
    _ name: String, _ value: (some WireCodable & Sendable)?, as form: WireForm, style: ParameterStyle? = nil
  ) -> Self? {
    value.map { value in Self(name: name, style: style) { value.encode(into: &$0, as: form) } }
  }

  /// A file, in a multipart body; `nil` leaves the field out.
  public static func file(_ name: String, _ file: FilePart?) -> Self? {
    file.map { Self(name: name, files: .one($0)) }
  }

  /// A list of files, in a multipart body; `nil` leaves the field out.
  public static func files(_ name: String, _ files: [FilePart]?, style: ParameterStyle? = nil) -> Self? {
    files.map { Self(name: name, style: style, files: .several($0)) }
  }

  private init(name: String, style: ParameterStyle? = nil, files: FilePart.List) {
    self.init(name: name, style: style) { $0.refuse("is a file, which only a multipart body can hold") }
    self.files = files
  }

  private init(name: String, style: ParameterStyle?, write: @escaping @Sendable (inout JSONWriter) -> Void) {
    self.name = name
    self.style = style
    self.write = write
  }
}

extension [BodyField?] {
  /// Writes the fields that are there.
  func encode(into writer: inout JSONWriter) {
    writer.beginObject()
    for case let field? in self {
      writer.name(named: field.name)
      field.write(&writer)
    }
    writer.endObject()
  }
}
