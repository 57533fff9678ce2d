import TributaryJSON

extension FilterNode {
  /// The filter in a readable form. What the table does not explain is shown as it is sent.
  func described(by schema: QuerySchema) -> String {
    switch self {
    case .all(let parts):
      parts.isEmpty ? "everything" : parts.map { $0.part(schema) }.joined(separator: " and ")
    case .any(let parts):
      parts.isEmpty ? "nothing" : parts.map { $0.part(schema) }.joined(separator: " or ")
    case .comparison(let field, let name, let value):
      Self.described(field, name, value, schema)
    case .remoteID(let connection, let id):
      "remote id is \(Self.quoted(id)) at connection \(Self.quoted(connection))"
    case .verbatim(let clause): JSONWriter.text(of: clause.json)
    }
  }

  /// The filter inside a group, in parentheses where it could be misread.
  private func part(_ schema: QuerySchema) -> String {
    let text = described(by: schema)
    return switch self {
    case .all(let parts), .any(let parts): parts.count > 1 ? "(\(text))" : text
    case .comparison, .remoteID, .verbatim: text
    }
  }

  private static func described(
    _ field: ExactText, _ name: ExactText, _ value: FilterValue, _ schema: QuerySchema
  ) -> String {
    let known = schema.field(field)
    let fieldText = known?.name ?? quoted(field)
    let kind = schema.kind(of: value.type)
    guard let comparison = schema.comparison(name, field: field), let kind, known.map({ $0.kind == kind }) ?? true,
      let operand = FilterTest.Operand(value.content, kind: kind)
    else { return "\(fieldText) \(quoted(name)) \(quoted(value.content)) of type \(quoted(value.type))" }
    let isMoment = kind == .instant || kind == .localTime || kind == .day
    let words =
      switch comparison {
      case .equal: "is"
      case .notEqual: "is not"
      case .greater: isMoment ? "after" : "greater than"
      case .atLeast: isMoment ? "at or after" : "at least"
      case .less: isMoment ? "before" : "less than"
      case .atMost: isMoment ? "at or before" : "at most"
      }
    if case .text = operand { return "\(fieldText) \(words) \(quoted(value.content))" }
    return "\(fieldText) \(words) \(value.content.text)"
  }

  /// In quotes, with control characters escaped.
  private static func quoted(_ text: ExactText) -> String { JSONWriter.text(of: text.text) }
}
