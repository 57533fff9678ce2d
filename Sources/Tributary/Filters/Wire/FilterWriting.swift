@_spi(Generated) import TributaryJSON

extension FilterNode: JSONEncodable {
  func encode(into writer: inout JSONWriter) {
    switch self {
    case .all(let parts): Self.encode("and", parts, into: &writer)
    case .any(let parts): Self.encode("or", parts, into: &writer)
    case .comparison(let field, let name, let value):
      writer.beginObject()
      writer.field("type", name.text)
      writer.field("field", field.text)
      writer.name("value")
      writer.beginObject()
      writer.field("type", value.type.text)
      writer.field("value", value.content.text)
      writer.endObject()
      writer.endObject()
    case .remoteID(let connection, let id):
      writer.beginObject()
      writer.field("type", "remoteId")
      writer.field("connectionId", connection.text)
      writer.field("remoteId", id.text)
      writer.endObject()
    case .verbatim(let clause): clause.json.encode(into: &writer)
    }
  }

  private static func encode(_ type: String, _ parts: [FilterNode], into writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("type", type)
    writer.field("subclauses", parts)
    writer.endObject()
  }

  /// The first field that is compared with NaN, which no service reads as a number.
  func fieldComparedWithNoNumber(_ schema: QuerySchema) -> ExactText? {
    switch self {
    case .all(let parts), .any(let parts):
      for part in parts { if let field = part.fieldComparedWithNoNumber(schema) { return field } }
      return nil
    case .comparison(let field, _, let value):
      return value.content.text == "NaN" && schema.kind(of: value.type) == .number ? field : nil
    case .remoteID, .verbatim: return nil
    }
  }
}
