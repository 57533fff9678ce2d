import TributaryJSON

extension FilterNode {
  /// The filter in a readable form. What the table does not explain is shown as it is sent.
  func described(by schema: QuerySchema) -> String {
    switch self {
    case .all(let parts):
      parts.isEmpty ? "everything" : parts.map { $0.part(schema) }.joined(separator: " and ")
    case .any(let parts):
      parts.isEmpty ? "nothing" : parts.map { $0.part(schema) }.joined(separator: " or ")
    case .none(let parts): "not (\(parts.map { $0.part(schema) }.joined(separator: " or ")))"
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
    case .none, .comparison, .remoteID, .verbatim: text
    }
  }

  private static func described(
    _ field: ExactText, _ name: ExactText, _ value: FilterValue, _ schema: QuerySchema
  ) -> String {
    let known = schema.field(field)
    let fieldText = known?.name ?? quoted(field)
    let kind = schema.kind(of: value.type, field: field)
    guard let comparison = schema.comparison(name, field: field), let kind, known.map({ $0.kind == kind }) ?? true,
      let contents = described(value.content, kind)
    else { return "\(fieldText) \(quoted(name))\(unexplained(value))" }
    let isMoment = kind == .instant || kind == .localTime || kind == .day
    let words =
      switch comparison {
      case .equal: "is"
      case .notEqual: "is not"
      case .greater: isMoment ? "after" : "greater than"
      case .atLeast: isMoment ? "at or after" : "at least"
      case .less: isMoment ? "before" : "less than"
      case .atMost: isMoment ? "at or before" : "at most"
      case .oneOf: "is one of"
      case .noneOf: "is none of"
      case .present: "has a value"
      case .absent: "is missing"
      }
    return "\(fieldText) \(words)\(contents)"
  }

  /// The values after a space; `nil` if one is none of its kind.
  private static func described(_ content: FilterValue.Content, _ kind: FilterKind) -> String? {
    func text(_ content: ExactText) -> String? {
      guard let operand = FilterTest.Operand(content, kind: kind) else { return nil }
      if case .text = operand { return quoted(content) }
      return content.text
    }
    switch content {
    case .nothing: return ""
    case .one(let content): return text(content).map { " \($0)" }
    case .several(let contents):
      let texts = contents.compactMap(text)
      return texts.count == contents.count ? " \(texts.joined(separator: ", "))" : nil
    }
  }

  private static func unexplained(_ value: FilterValue) -> String {
    let type = value.type.text.isEmpty ? "" : " of type \(quoted(value.type))"
    switch value.content {
    case .nothing: return ""
    case .one(let content): return " \(quoted(content))\(type)"
    case .several(let contents): return " \(contents.map(quoted).joined(separator: ", "))\(type)"
    }
  }

  /// In quotes, with control characters escaped.
  private static func quoted(_ text: ExactText) -> String { JSONWriter.text(of: text.text) }
}
