import TributaryLanguage

/// What every template needs to know about the whole spec: the declared names and what follows from them.
///
/// A checked spec declares no type that generated code names for another reason, such as `Client` or `Endpoint`.
struct Symbols {
  let api: API
  /// Whether the module has a client; a module with only models needs none.
  let hasClient: Bool
  private let models: [String: ModelDeclaration]
  private let enums: [String: EnumDeclaration]
  private let unions: [String: UnionDeclaration]
  private let patchedEnums: Set<String>
  private let types: Set<String>
  private let comparedEnums: Set<String>
  /// Records, and the models in them.
  private let localModels: Set<String>

  init(_ specification: Specification) {
    api = specification.api
    hasClient = !api.environments.isEmpty || specification.files.contains { !$0.endpoints.isEmpty }
    let models = specification.files.flatMap(\.models)
    self.models = Dictionary(models.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let enums = specification.files.flatMap(\.enums)
    self.enums = Dictionary(enums.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let unions = specification.files.flatMap(\.unions)
    self.unions = Dictionary(unions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    patchedEnums = Set(
      models.flatMap(\.fields).compactMap { field in
        if case .change(.enumeration(let name)) = field.type { name } else { nil }
      })
    types = Set(models.map(\.name)).union(enums.map(\.name))
      .union(specification.files.flatMap(\.unions).map(\.name))
    let compared = specification.files.flatMap(\.queries).flatMap(\.fields).map(\.type)
    localModels = Self.reached(from: models.filter { $0.record != nil }, among: self.models)
    let local = models.filter { [localModels] in localModels.contains($0.name) }.flatMap(\.fields).map(\.type)
    comparedEnums = Set((compared + local).compactMap(\.enumeration))
  }

  /// The wire type of a model's identifier.
  func identifiers(of model: String) -> IdentifierType { models[model]?.identifiers ?? api.identifiers }

  /// The raw type of the identifiers of a model.
  func identifierRaw(of model: String) -> String {
    switch identifiers(of: model) {
    case .int: "Int"
    case .string: "String"
    }
  }

  /// A union by its name.
  func union(_ name: String) -> UnionDeclaration? { unions[name] }

  /// Whether patches set fields to values of an enum.
  func isPatched(_ enumeration: String) -> Bool { patchedEnums.contains(enumeration) }

  /// Whether all cases of a union are plain values, so that it can be used in a path, a query or a header.
  func isPlain(_ union: UnionDeclaration) -> Bool {
    union.teller == .json
      && union.cases.allSatisfy { element in
        switch element.type {
        case .scalar(let scalar)?: scalar != .json
        case .enumeration?: true
        case .identifier(let name)?: !union.parameters.contains { $0.name == name }
        case .union(let name, _)?: unions[name].map(isPlain) ?? false
        default: false
        }
      }
  }

  /// The name of a type inside the client, which must not hide one that the spec declares.
  func nested(_ name: String) -> String { UniqueName.make(name, avoiding: types) }

  /// The records and the models in them, at any depth. Models with parameters are left out.
  private static func reached(from records: [ModelDeclaration], among models: [String: ModelDeclaration]) -> Set<String>
  {
    var reached: Set<String> = []
    var open = records
    while let model = open.popLast() {
      guard model.parameters.isEmpty, reached.insert(model.name).inserted else { continue }
      open += model.fields.compactMap { $0.type.model }.compactMap { models[$0] }
    }
    return reached
  }

  /// Whether local queries can name the fields of a model.
  func isLocal(_ model: String) -> Bool { localModels.contains(model) }

  /// Whether queries compare fields with values of an enum.
  func isCompared(_ enumeration: String) -> Bool { comparedEnums.contains(enumeration) }

  /// A model by its name.
  func model(_ name: String) -> ModelDeclaration? { models[name] }

  /// The value of a property before it is read, if its type has an empty value.
  ///
  /// - Parameter parameters: The parameters of the enclosing declaration, which hide models of their names.
  func emptyValue(_ type: TypeReference, hidden parameters: [TypeParameter]) -> String? {
    switch type {
    case .scalar(.string): "\"\""
    case .scalar(.bool): "false"
    case .scalar(.int), .scalar(.double), .scalar(.decimal): "0"
    case .scalar(.timestamp), .scalar(.localTimestamp): ".epoch"
    case .scalar(.json): ".null"
    case .scalar(.date), .scalar(.uuid), .scalar(.url), .scalar(.bytes): nil
    case .identifier(let model) where parameters.contains { $0.name == model }: nil
    case .identifier(let model): models[model].map { $0.identifiers == .int ? "0" : "\"\"" }
    case .enumeration(let name): enums[name].map { $0.raw == .int ? ".other(0)" : ".other(\"\")" }
    case .list: "[]"
    case .map: "[:]"
    case .records, .model, .parameter, .optional, .union, .query, .change: nil
    }
  }

  /// Whether a model has the typed identifier that makes it `Identifiable`.
  func hasIdentifier(_ model: ModelDeclaration) -> Bool {
    model.fields.contains { $0.name == "id" && $0.type == .identifier(model: model.name) }
  }

  /// Whether a field must be boxed, because its value may contain another value of the model.
  func isBoxed(_ field: FieldDeclaration, in model: ModelDeclaration) -> Bool {
    model.isRecursive && holdsRecursiveModel(field.type)
  }

  private func holdsRecursiveModel(_ type: TypeReference) -> Bool {
    switch type {
    case .optional(let wrapped): holdsRecursiveModel(wrapped)
    case .model(let name, let arguments):
      models[name]?.isRecursive ?? false || arguments.contains(where: holdsRecursiveModel)
    case .change(let wrapped): holdsRecursiveModel(wrapped)
    case .scalar, .identifier, .enumeration, .union, .query, .parameter, .list, .map, .records: false
    }
  }
}

extension TypeReference {
  /// The enum whose values a field has, or the elements of its list.
  fileprivate var enumeration: String? {
    switch self {
    case .enumeration(let name): name
    case .optional(let type), .list(let type), .map(let type): type.enumeration
    default: nil
    }
  }

  /// The model without parameters that a field has, or the elements of its list.
  fileprivate var model: String? {
    switch self {
    case .model(let name, let arguments): arguments.isEmpty ? name : nil
    case .optional(let type), .list(let type), .map(let type), .records(let type): type.model
    default: nil
    }
  }
}
