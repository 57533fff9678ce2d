@_spi(Generated) public import TributaryJSON

/// A field of a request's content, where the content is made from fields rather than from one value.
///
/// ```swift
/// .json(.field("labels", ["bug"]), .field("color", color))
/// .form(.field("grant_type", "refresh_token"), .field("refresh_token", token))
/// ```
public struct BodyField: Sendable {
  /// The name on the wire.
  public let name: String
  /// The style of lists, maps and models in a form, where it is not that of the form.
  let style: ParameterStyle?
  let write: @Sendable (inout JSONWriter) -> Void

  /// A value; `nil` leaves the field out.
  public static func field(
    _ name: String, _ value: (some JSONEncodable & Sendable)?, style: ParameterStyle? = nil
  ) -> Self? {
    value.map { value in Self(name: name, style: style) { value.encode(into: &$0) } }
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
