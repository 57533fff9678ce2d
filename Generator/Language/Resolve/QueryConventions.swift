/// The conventions for every query, resolved.
struct QueryConventions {
  /// What operators mean, by their names.
  private(set) var meanings: [String: QueryDeclaration.Meaning] = ["eq": .equal, "gt": .greater]
  /// The names of the operators, for suggestions.
  private(set) var operators = ["eq", "gt"]
  /// The service's names for types of values, by our names.
  private var valueTypes: [String: String] = [:]
  private let identifiers: IdentifierType

  /// The built-in types that fields are compared with.
  static let types: [ScalarType] = [.string, .int, .decimal, .bool, .timestamp]

  init(_ api: ParsedAPI?, _ findings: inout Findings) {
    identifiers = api?.identifiers ?? .int
    guard let conventions = api?.queries else { return }
    if let declared = conventions.operators {
      operators = declared.map(\.name.value)
      meanings = Dictionary(declared.map { ($0.name.value, $0.meaning ?? .serverOnly) }) { first, _ in first }
    }
    let words = Self.types.map(\.rawValue)
    for (type, name) in conventions.valueTypes {
      guard words.contains(type.value) else {
        findings.error(
          "\(type.value.quoted) is not a type that fields can be compared with", at: type.location,
          misspelling: Misspelling(word: type.value, candidates: words), advice: "there are \(listed(words))")
        continue
      }
      valueTypes[type.value] = name.value
    }
  }

  /// The built-in type as which values of a type are sent, or `nil` if no field can be compared with such values.
  func scalar(of type: TypeReference, _ fields: FieldTable) -> ScalarType? {
    switch type {
    case .scalar(let scalar): Self.types.contains(scalar) ? scalar : nil
    case .identifier: identifiers == .int ? .int : .string
    case .enumeration: fields.isText(type) ? .string : .int
    case .model, .union, .query, .parameter, .optional, .list, .map, .records, .change: nil
    }
  }

  /// The service's name for values of a built-in type.
  func valueType(of scalar: ScalarType) -> String? { valueTypes[scalar.rawValue] }
}
