/// The conventions for every query, resolved.
struct QueryConventions {
  /// What operators mean, by their names.
  private(set) var meanings: [String: QueryDeclaration.Meaning] = ["eq": .equal, "gt": .greater]
  /// The names of the operators, for suggestions.
  private(set) var operators = ["eq", "gt"]
  /// The operators that are described.
  private(set) var described: [String: ParsedOperator] = [:]
  /// The service's names for types of values, by our names.
  private var valueTypes: [String: String] = [:]
  /// How values of types travel in queries, by our names.
  private var forms: [String: WireForm] = [:]
  /// How queries are written; `nil` for the usual way.
  let wire: ParsedQueryWire?
  /// Whether the templates could be read, so that what is missing in them is really missing.
  let isComplete: Bool
  private let identifiers: IdentifierType

  /// The built-in types that fields are compared with.
  static let types: [ScalarType] = [.string, .int, .decimal, .bool, .timestamp, .date]

  init(_ api: ParsedAPI?, _ findings: inout Findings) {
    identifiers = api?.identifiers ?? .int
    let own = api?.queries?.operators ?? []
    let hasShapes = own.contains { $0.shape != nil }
    wire = api?.queries?.wire ?? (hasShapes ? .standard : nil)
    isComplete = wire.map { $0[.query] != nil && $0[.comparison] != nil } ?? true
    // In the usual way every value is a text.
    if api?.queries?.wire == nil { forms = ["int": .string, "decimal": .string, "bool": .string] }
    guard let conventions = api?.queries else { return }
    if let declared = conventions.operators {
      operators = declared.map(\.name.value)
      meanings = Dictionary(declared.map { ($0.name.value, $0.meaning ?? .serverOnly) }) { first, _ in first }
      described = Dictionary(declared.map { ($0.name.value, $0) }) { first, _ in first }
    }
    read(conventions.valueTypes, &findings)
  }

  private mutating func read(_ declared: [ParsedValueType], _ findings: inout Findings) {
    let words = Self.types.map(\.rawValue)
    for declared in declared {
      guard let type = Self.types.first(where: { $0.rawValue == declared.type.value }) else {
        findings.error(
          "\(declared.type.value.quoted) is not a type that fields can be compared with", at: declared.type.location,
          misspelling: Misspelling(word: declared.type.value, candidates: words), advice: "there are \(listed(words))")
        continue
      }
      if let name = declared.name { valueTypes[type.rawValue] = name.value }
      if let wire = declared.wire {
        WireChecks.check(wire, of: .scalar(type), &findings)
        forms[type.rawValue] = wire.value
      }
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

  /// How values of a built-in type travel in queries, where the conventions say it.
  func form(of scalar: ScalarType) -> WireForm? {
    let form = forms[scalar.rawValue]
    return wire == nil && form == .string ? nil : form
  }

  /// The template of an operator; `nil` if there is none or it could not be read.
  func template(of parsed: ParsedOperator) -> ParsedTemplate? {
    parsed.shape ?? described[parsed.name.value]?.shape ?? (wire ?? .standard)[.comparison]
  }

  /// Whether queries can select fields.
  var selectsFields: Bool { wire?[.query]?.has(.fields) ?? false }

  /// The checked form of how queries are written.
  var declaration: QueryWire? {
    wire?.declaration(
      operators.compactMap { name in
        described[name]?.shape.map { QueryWire.Shape(name: name, template: $0.declaration) }
      })
  }
}
