@_spi(Generated) import TributaryJSON

extension FilterNode: JSONEncodable {
  /// Writes the canonical form, which every filter has.
  func encode(into writer: inout JSONWriter) { encode(into: &writer, schema: nil) }

  /// Writes the wire form of a service without a shape of its own. A comparison with NaN, which no service reads as a
  /// number, is the writer's error.
  func encode(into writer: inout JSONWriter, schema: QuerySchema?) {
    switch self {
    case .all(let parts): Self.encode("and", parts, into: &writer, schema: schema)
    case .any(let parts): Self.encode("or", parts, into: &writer, schema: schema)
    case .none(let parts):
      if let schema { return writer.refuse("\(QueryProblem.cannotBeSaid("not", self, schema))") }
      Self.encode("none", parts, into: &writer, schema: schema)
    case .comparison(let field, let name, let value):
      // A schema is large, and is looked at only where it matters.
      if case .one(let content) = value.content {
        if content.text == "NaN", schema?.kind(of: value.type) == .number {
          return writer.refuse("compares \(field.text) with a number that is not finite")
        }
      } else if let schema {
        return writer.refuse("\(QueryProblem("compares \(field.text) with other than one value", schema))")
      }
      writer.beginObject()
      writer.field("type", name.text)
      writer.field("field", field.text)
      writer.name("value")
      writer.beginObject()
      writer.field("type", value.type.text)
      switch value.content {
      case .one(let content):
        let formed = schema?.formedFields.first { ExactText($0.name) == field }
        writer.field("value", formed?.sentText(of: content) ?? content.text)
      case .several(let contents): writer.field("values", contents.map(\.text))
      case .nothing: break
      }
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

  private static func encode(
    _ type: String, _ parts: [FilterNode], into writer: inout JSONWriter, schema: QuerySchema?
  ) {
    writer.beginObject()
    writer.field("type", type)
    writer.name("subclauses")
    writer.beginArray()
    for part in parts { part.encode(into: &writer, schema: schema) }
    writer.endArray()
    writer.endObject()
  }
}
