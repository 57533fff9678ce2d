import TributaryLanguage

/// What every template must know of the whole spec: the names it declares and what follows from them.
struct Symbols {
  let api: API
  private let models: [String: ModelDeclaration]
  private let declared: Set<String>
  private let groupFiles: [String: String]
  private let endpoints: [EndpointDeclaration]

  init(_ specification: Specification) {
    api = specification.api
    let models = specification.files.flatMap(\.models)
    self.models = Dictionary(models.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    declared = Set(models.map(\.name)).union(specification.files.flatMap(\.enums).map(\.name))
    endpoints = specification.files.flatMap(\.endpoints)
    let groups = specification.files.flatMap { file in file.endpoints.map { ($0.group, file.name) } }
    groupFiles = Dictionary(groups, uniquingKeysWith: { first, _ in first })
  }

  /// The type that calls the API: `Client`, or `MyAzurClient` where the spec has a model of that name.
  var client: String { declared.contains("Client") ? api.module + "Client" : "Client" }

  /// The raw type of identifiers.
  var identifierRaw: String {
    switch api.identifiers {
    case .int: "Int"
    case .string: "String"
    }
  }

  /// Whether the module has a client at all: one of only models needs none.
  var hasClient: Bool { !groupFiles.isEmpty || !api.environments.isEmpty }

  /// The type of the environments, inside the client.
  var environment: String { nested("Environment") }

  /// The type of a group of endpoints, inside the client: `Documents`.
  func groupType(_ group: String) -> String { nested(group.capitalizingFirst()) }

  /// The property of a group of endpoints.
  func groupProperty(_ group: String) -> String {
    group == "service" ? "serviceEndpoints" : ReservedWords.escape(group)
  }

  /// The property of a group that sends, by a name that none of its endpoints has.
  func serviceProperty(of group: String) -> String {
    UniqueName.make("service", avoiding: endpoints.filter { $0.group == group }.map(\.name))
  }

  /// Whether a file is the first one with endpoints of a group.
  func isFirst(_ file: SpecFile, of group: String) -> Bool { groupFiles[group] == file.name }

  /// A type inside the client, which must not hide a type that the endpoints name.
  func nested(_ name: String) -> String { UniqueName.make(name, avoiding: declared.union(Self.runtimeTypes)) }

  private static let runtimeTypes: Set<String> = [
    "APIError", "Authentication", "Bool", "CalendarDate", "CallOptions", "ClientPolicy", "Decimal", "Double",
    "Endpoint", "Equatable", "HTTPTransport", "Hashable", "Identifier", "Int", "JSONValue", "LocalTimestamp", "Records",
    "Secret", "Self", "Sendable", "ServiceClient", "String", "Timestamp", "Type", "URL", "URLSessionTransport", "UUID",
    "Void",
  ]

  /// A model by its name.
  func model(_ name: String) -> ModelDeclaration? { models[name] }

  /// Whether a model has the typed identifier that makes it `Identifiable`.
  func hasIdentifier(_ model: ModelDeclaration) -> Bool {
    model.fields.contains { $0.name == "id" && $0.type == .identifier(model: model.name) }
  }

  /// Whether a field must be boxed, for its value may hold another value of the model.
  func isBoxed(_ field: FieldDeclaration, in model: ModelDeclaration) -> Bool {
    model.isRecursive && holdsRecursiveModel(field.type)
  }

  private func holdsRecursiveModel(_ type: TypeReference) -> Bool {
    switch type {
    case .optional(let wrapped): holdsRecursiveModel(wrapped)
    case .model(let name, let arguments):
      models[name]?.isRecursive ?? false || arguments.contains(where: holdsRecursiveModel)
    case .scalar, .identifier, .enumeration, .parameter, .list, .map, .records: false
    }
  }
}
