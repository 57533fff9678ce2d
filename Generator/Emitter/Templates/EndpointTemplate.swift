import TributaryLanguage

/// An endpoint: a method that calls it, and a static function that gives the call as a value.
struct EndpointTemplate {
  private let endpoint: EndpointDeclaration
  private let symbols: Symbols
  private let shape: ResponseShape

  init(_ endpoint: EndpointDeclaration, symbols: Symbols) {
    self.endpoint = endpoint
    self.symbols = symbols
    shape = ResponseShape(endpoint.responses)
  }

  var code: Code {
    """
    \(documentation)
    \(Code.deprecation(endpoint.deprecated))
    \(Code(PackedList(.parameters, "\(access)func \(name)(", parameters + ["options: CallOptions = .default"], methodEnd)))
      \(askingNobody)
      \(sending)
    }

    /// The call that `\(endpoint.name)` makes, as a value.
    \(Code.deprecation(endpoint.deprecated))
    \(Code(PackedList(.parameters, "\(access)static func \(name)(", parameters, ") -> Endpoint<\(response)> {")))
      \(Code(PackedList(.arguments, "Endpoint(", requestParts, ")")))
    }

    \(responseEnum)

    \(pages)

    \(queryPages)

    \(sorting)
    """
  }

  private var access: String { endpoint.access.modifier }

  private var name: String { ReservedWords.escape(endpoint.name) }

  private var methodEnd: String {
    guard case .nothing = shape else { return ") async throws(APIError) -> \(response) {" }
    return ") async throws(APIError) {"
  }

  // MARK: Signature

  /// A parameter as the function has it.
  private struct Parameter {
    var name: String
    var type: String
    var isOptional: Bool
    var isUnlabeled: Bool
    var standard: String?

    var declaration: String {
      let label = isUnlabeled ? "_ " : ""
      let standard = (standard ?? (isOptional ? "nil" : nil)).map { " = \($0)" } ?? ""
      return "\(label)\(ReservedWords.escape(name)): \(type)\(standard)"
    }

    var argument: String {
      let label = isUnlabeled ? "" : "\(ReservedWords.escapeLabel(name)): "
      return label + ReservedWords.escape(name)
    }
  }

  /// The parameters that a caller gives.
  private var arguments: [ParameterDeclaration] { endpoint.parameters.filter { $0.constant == nil } }

  /// Path, body, query and headers, in this order. The body, and the `id` in a path, have no label.
  private var signature: [Parameter] {
    var parameters = arguments.map { parameter in
      let type = parameter.sortFields == nil ? symbols.spelling(parameter.type) : sortingName + "?"
      return Parameter(
        name: parameter.name, type: type, isOptional: parameter.type.isOptional,
        isUnlabeled: parameter.place == .path && (parameter.name == "id" || parameter.isIdentifier))
    }
    if let type = endpoint.body {
      let place = arguments.firstIndex { $0.place != .path } ?? parameters.count
      let body = Parameter(
        name: bodyName, type: symbols.spelling(type), isOptional: type.isOptional, isUnlabeled: true)
      parameters.insert(body, at: place)
    }
    return parameters + renamable
  }

  /// The parameters that name other parameters.
  private var renamable: [Parameter] {
    endpoint.parameters.filter(\.isRenamable).map { parameter in
      Parameter(
        name: parameter.name + "Name", type: "String", isOptional: false, isUnlabeled: false,
        standard: Escaping.literal(parameter.wireName))
    }
  }

  private var isQuery: Bool { if case .query? = endpoint.body { true } else { false } }

  private var bodyName: String { isQuery ? "query" : "body" }

  private var parameters: [String] { signature.map(\.declaration) }

  private var passedArguments: [String] { signature.map(\.argument) }

  private var documentation: Code {
    var comment = DocumentationComment()
    comment.paragraph(endpoint.summary)
    let path = endpoint.path.map { part in
      switch part {
      case .literal(let text): text
      case .parameter(let name): "{\(name)}"
      }
    }
    let success = "returns \(Self.alternatives(endpoint.responses.map { String($0.status) }))"
    let refusal = endpoint.errors.isEmpty ? "" : ", errors as \(Self.listed(endpoint.errors.map(words)))"
    let reference = endpoint.reference.map { " See <\($0)>." } ?? ""
    comment.paragraph("`\(endpoint.method.rawValue) \(path.joined())`, \(success)\(refusal).\(reference)")
    if !endpoint.scopes.isEmpty {
      comment.paragraph(
        "Needs the scope\(endpoint.scopes.count == 1 ? "" : "s") \(Self.listed(endpoint.scopes.map { "`\($0)`" })).")
    }
    comment.parameters(endpoint.parameters)
    var isFirst = !endpoint.parameters.contains { $0.summary != nil || $0.deprecated != nil }
    for parameter in endpoint.parameters where parameter.isRenamable {
      let name = "Parameter \(parameter.name)Name: The service's name for `\(parameter.name)`."
      comment.item(name, isFirst: isFirst)
      isFirst = false
    }
    return comment.code
  }

  /// Words joined for a sentence.
  private static func listed(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.joined() }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }

  /// `200`, `200 or 204`, `200, 202 or 204`.
  private static func alternatives(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.joined() }
    return items.dropLast().joined(separator: ", ") + " or " + last
  }

  private var sending: Code {
    let function = "Self.\(ReservedWords.escapeMember(endpoint.name))("
    let call = PackedList(.arguments, function, passedArguments, ")")
    return Code(
      PackedList(
        .arguments, "\(isQuery ? "return " : "")try await \(service).send(", [.list(call), .text("options: options")],
        ")"))
  }

  /// A query that matches nothing is answered here.
  private var askingNobody: Code { isQuery ? "guard !query.matchesNothing else { return [] }" : .nothing }

  private var service: String { endpoint.parameters.contains { $0.name == "service" } ? "self.service" : "service" }

  private var pages: Code {
    guard let pages = endpoint.pages, let page = shape.onlyContent else { return .nothing }
    return PagesTemplate(
      endpoint: endpoint, pages: pages, page: page, parameters: parameters, arguments: passedArguments,
      service: service, symbols: symbols
    ).code
  }

  private var queryPages: Code {
    guard case .query(let model)? = endpoint.body, case .content(let page) = shape,
      let place = signature.firstIndex(where: { $0.name == bodyName })
    else { return .nothing }
    return QueryPagesTemplate(
      endpoint: endpoint, model: model, page: page, parameters: parameters,
      arguments: signature.filter { $0.name != bodyName }.map(\.argument), place: place, service: service,
      symbols: symbols
    ).code
  }

  private var sortingName: String { symbols.nested("Sorting") }

  private var sorting: Code {
    guard let fields = endpoint.parameters.lazy.compactMap(\.sortFields).first else { return .nothing }
    let constants = fields.map { field in
      "\(access)static let \(ReservedWords.escape(field.name)) = Self(\(Escaping.literal(field.wireName)))"
    }
    return """
      /// What `\(endpoint.name)` can be sorted by.
      \(access)nonisolated struct \(sortingName): SortField {
        \(access)let rawValue: String
        \(access)init(_ rawValue: String) { self.rawValue = rawValue }
        \(Code(lines: constants))
      }
      """
  }

  // MARK: Request

  private var requestParts: [PackedList.Item] {
    var parts: [PackedList.Item] = [
      .text(Escaping.literal("\(endpoint.group).\(endpoint.name)")), .text(Escaping.literal(endpoint.method.rawValue)),
      .text(PathTemplate(endpoint.path, endpoint.parameters).literal),
    ]
    parts += RequestItemTemplate.lists(of: endpoint.parameters)
    if endpoint.body != nil {
      let key = endpoint.bodyWrapper.map { ", in: \(Escaping.literal($0))" } ?? ""
      parts.append(.text("body: .\(endpoint.bodyEncoding.rawValue)(\(bodyName)\(key))"))
    }
    let successes = endpoint.responses.map(success)
    if let only = successes.first, successes.count == 1 {
      parts.append(.text("response: \(only)"))
    } else {
      parts.append(.list(PackedList(.elements, "responses: [", successes, "]")))
    }
    if let errors { parts.append(errors) }
    if let failure = endpoint.failure { parts.append(.text("failure: \(code(failure))")) }
    if endpoint.retry != .byMethod { parts.append(.text("retry: .\(endpoint.retry.rawValue)")) }
    if let baseURL = endpoint.baseURL { parts.append(.text("baseURL: \(Escaping.literal(baseURL))")) }
    if let limit = endpoint.bodyLimit { parts.append(.text("bodyLimit: \(limit)")) }
    if !endpoint.sendsCredentials, symbols.api.authentication != .none {
      parts.append(.text("sendsCredentials: false"))
    }
    if !endpoint.takesPrefix, !symbols.api.prefix.isEmpty, endpoint.baseURL == nil {
      parts.append(.text("takesPrefix: false"))
    }
    return parts
  }

  private var errors: PackedList.Item? {
    let models = endpoint.errors.map { error in
      let type = "\(symbols.spelling(error.type)).self"
      return switch error.statuses {
      case .others: ".json(\(type))"
      case .status(let status): ".json(\(status), \(type))"
      case .hundred(let hundred): ".json(\(hundred)00..<\(hundred + 1)00, \(type))"
      }
    }
    guard let last = models.last, !models.isEmpty else { return nil }
    if models.count == 1, endpoint.errors.first?.statuses == .others { return .text("errors: \(last)") }
    return .list(PackedList(.elements, "errors: [", models, "]"))
  }

  private func words(_ error: ErrorDeclaration) -> String {
    let type = "`\(symbols.spelling(error.type))`"
    return switch error.statuses {
    case .others: type
    case .status(let status): "\(type) (\(status))"
    case .hundred(let hundred): "\(type) (\(hundred)XX)"
    }
  }

  private func code(_ failure: FailureDeclaration) -> String {
    let path = Escaping.literal(failure.path)
    return switch failure.value {
    case nil: ".present(\(path))"
    case .string(let text): ".value(\(path), \(Escaping.literal(text)))"
    case .bool(let flag): ".value(\(path), \(flag))"
    case .number(let number): ".value(\(path), \(number))"
    }
  }

  // MARK: Answer

  /// What the call returns.
  private var response: String {
    switch shape {
    case .nothing: "Void"
    case .content(let type): symbols.spelling(type)
    case .optional(let type): symbols.spelling(type) + "?"
    case .cases: responseEnumName
    }
  }

  private func success(_ response: ResponseDeclaration) -> String {
    let key = endpoint.resultWrapper.map { ", in: \(Escaping.literal($0))" } ?? ""
    guard let type = response.type else {
      return switch shape {
      case .nothing, .content: ".nothing(\(response.status))"
      case .optional: ".nothing(\(response.status), giving: nil)"
      case .cases: ".nothing(\(response.status), giving: .\(response.caseName))"
      }
    }
    let content = symbols.spelling(type)
    return switch shape {
    case .nothing, .content: ".json(\(response.status)\(key))"
    case .optional: ".json(\(response.status), as: \(content).self\(key)) { $0 }"
    case .cases: ".json(\(response.status), as: \(content).self\(key)) { .\(response.caseName)($0) }"
    }
  }

  private var responseEnumName: String { symbols.nested("\(endpoint.name.capitalizingFirst())Response") }

  private var responseEnum: Code {
    guard case .cases = shape else { return .nothing }
    let cases = endpoint.responses.map { response in
      "case \(response.caseName)" + (response.type.map { "(\(symbols.spelling($0)))" } ?? "")
    }
    return """
      /// What `\(endpoint.name)` is answered with.
      \(access)nonisolated enum \(responseEnumName): Sendable, Hashable {
        \(Code(lines: cases))
      }
      """
  }
}
