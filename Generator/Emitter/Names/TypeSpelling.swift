import TributaryLanguage

extension Symbols {
  /// A type as Swift writes it.
  ///
  /// - Parameter model: The model that the type stands in, which calls its own identifier `ID`.
  func spelling(_ type: TypeReference, in model: ModelDeclaration? = nil) -> String {
    switch type {
    case .scalar(let scalar): scalar.spelling
    case .identifier(let name): identifierSpelling(name, in: model)
    case .model(let name, let arguments):
      arguments.isEmpty
        ? ReservedWords.escape(name)
        : "\(ReservedWords.escape(name))<\(arguments.map { spelling($0, in: model) }.joined(separator: ", "))>"
    case .enumeration(let name), .union(let name), .parameter(let name): ReservedWords.escape(name)
    case .query(let model): "Query<\(ReservedWords.escape(model))>"
    case .change(let value): "Change<\(spelling(value, in: model))>"
    case .optional(let wrapped): spelling(wrapped, in: model) + "?"
    case .list(let element): "[\(spelling(element, in: model))]"
    case .map(let value): "[String: \(spelling(value, in: model))]"
    case .records(let element): "Records<\(spelling(element, in: model))>"
    }
  }

  private func identifierSpelling(_ name: String, in model: ModelDeclaration?) -> String {
    guard let target = self.model(name), hasIdentifier(target) else {
      return "Identifier<\(ReservedWords.escape(name)), \(identifierRaw)>"
    }
    return name == model?.name ? "ID" : "\(ReservedWords.escape(name)).ID"
  }
}

extension ScalarType {
  fileprivate var spelling: String {
    switch self {
    case .string: "String"
    case .bool: "Bool"
    case .int: "Int"
    case .double: "Double"
    case .decimal: "Decimal"
    case .timestamp: "Timestamp"
    case .localTimestamp: "LocalTimestamp"
    case .date: "CalendarDate"
    case .uuid: "UUID"
    case .url: "URL"
    case .json: "JSONValue"
    }
  }
}

extension TypeReference {
  /// Whether a value may be omitted.
  var isOptional: Bool { if case .optional = self { true } else { false } }
}
