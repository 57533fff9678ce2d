import TributaryLanguage

extension Symbols {
  /// A type as Swift writes it.
  ///
  /// - Parameters:
  ///   - model: The enclosing model, which calls its own identifier `ID`.
  ///   - parameters: The parameters of the enclosing declaration, which hide types of their names.
  func spelling(
    _ type: TypeReference, in model: ModelDeclaration? = nil, parameters: [TypeParameter] = []
  ) -> String {
    func spelling(_ type: TypeReference) -> String { self.spelling(type, in: model, parameters: parameters) }
    return switch type {
    case .scalar(let scalar): scalar.spelling
    case .identifier(let name) where parameters.contains { $0.name == name }: "\(ReservedWords.escape(name)).ID"
    case .identifier(let name): identifierSpelling(name, in: model)
    case .model(let name, let arguments), .union(let name, let arguments):
      arguments.isEmpty
        ? ReservedWords.escape(name)
        : "\(ReservedWords.escape(name))<\(arguments.map(spelling).joined(separator: ", "))>"
    case .enumeration(let name), .parameter(let name): ReservedWords.escape(name)
    case .query(let model): "Query<\(ReservedWords.escape(model))>"
    case .change(let value): "Change<\(spelling(value))>"
    case .optional(let wrapped): spelling(wrapped) + "?"
    case .list(let element): "[\(spelling(element))]"
    case .map(let value): "[String: \(spelling(value))]"
    case .records(let element): "Records<\(spelling(element))>"
    }
  }

  private func identifierSpelling(_ name: String, in model: ModelDeclaration?) -> String {
    guard let target = self.model(name), hasIdentifier(target) else {
      return "Identifier<\(ReservedWords.escape(name)), \(identifierRaw(of: name))>"
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
    case .bytes: "Data"
    case .json: "JSONValue"
    }
  }
}

extension TypeParameter {
  /// The list of parameters of a declaration, and the constraints beyond it.
  static func clauses(_ parameters: [TypeParameter]) -> (list: [String], conditions: String) {
    let list = parameters.map { parameter in
      "\(ReservedWords.escape(parameter.name)): JSONCodable & Hashable & Sendable"
        + (parameter.isIdentified ? " & Identifiable" : "")
    }
    let conditions = parameters.filter(\.isIdentified).map {
      "\(ReservedWords.escape($0.name)).ID: JSONCodable & Sendable"
    }
    return (list, conditions.isEmpty ? "" : " where " + conditions.joined(separator: ", "))
  }
}

extension TypeReference {
  /// Whether a value may be omitted.
  var isOptional: Bool { if case .optional = self { true } else { false } }
}
