import TributaryLanguage

/// An endpoint: a method that calls it, and a static function that returns the call as a value.
struct EndpointTemplate {
  private let endpoint: EndpointDeclaration
  private let symbols: Symbols
  private let responses: ResponseTemplate

  init(_ endpoint: EndpointDeclaration, symbols: Symbols) {
    self.endpoint = endpoint
    self.symbols = symbols
    responses = ResponseTemplate(endpoint, symbols: symbols)
  }

  var code: Code {
    """
    \(documentation)
    \(Code.deprecation(endpoint.deprecated))
    \(Code(PackedList(.parameters, "\(access)func \(name)\(generics.parameters)(", parameters + ["options: CallOptions = .default"], methodEnd)))
      \(askingNobody)
      \(sending)
    }

    /// The call that `\(endpoint.name)` makes, as a value.
    \(Code.deprecation(endpoint.deprecated))
    \(Code(PackedList(.parameters, "\(access)static func \(name)\(generics.parameters)(", parameters, ") -> Endpoint<\(responses.type)>\(generics.condition) {")))
      \(Code(PackedList(.arguments, "Endpoint(", requestParts, ")")))
    }

    \(responses.enumeration)

    \(pages)

    \(queryPages)

    \(sorting)
    """
  }

  private var access: String { endpoint.access.modifier }

  private var name: String { ReservedWords.escape(endpoint.name) }

  private var methodEnd: String {
    guard case .nothing = responses.shape else {
      return ") async throws(APIError) -> \(responses.type)\(generics.condition) {"
    }
    return ") async throws(APIError)\(generics.condition) {"
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
      let type = parameter.sortFields == nil ? spelling(parameter) : sortingName + "?"
      return Parameter(
        name: parameter.name, type: type, isOptional: parameter.type.isOptional,
        isUnlabeled: parameter.place == .path && (parameter.name == "id" || parameter.isIdentifier))
    }
    if let type = endpoint.body {
      let place = arguments.firstIndex { $0.place != .path } ?? parameters.count
      let body = Parameter(
        name: bodyName, type: bodyType(type), isOptional: type.isOptional, isUnlabeled: true)
      parameters.insert(body, at: place)
    }
    return parameters + renamable
  }

  private func spelling(_ parameter: ParameterDeclaration) -> String {
    guard parameter.isFile else { return symbols.spelling(parameter.type) }
    let isList = if case .list = parameter.type.wrapped { true } else { false }
    return (isList ? "[FilePart]" : "FilePart") + (parameter.type.isOptional ? "?" : "")
  }

  private func bodyType(_ type: TypeReference) -> String {
    switch endpoint.bodyFormat {
    case .json, .text: symbols.spelling(type)
    case .bytes: "RequestContent" + (type.isOptional ? "?" : "")
    case .lines, .textLines, .events, .textEvents: linesName
    }
  }

  /// The name of the type of a body that comes line by line.
  private var linesName: String { symbols.nested("Lines") }

  /// What stands behind a function's name and behind its result where it takes lines of any sequence.
  private var generics: (parameters: String, condition: String) {
    guard let type = endpoint.body, endpoint.bodyFormat == .lines || endpoint.bodyFormat == .textLines else {
      return ("", "")
    }
    return (
      "<\(linesName): AsyncSequence & Sendable>", " where \(linesName).Element == \(symbols.spelling(type))"
    )
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
      case .segments(let name): "{+\(name)}"
      }
    }
    let success = "returns \(Self.alternatives(endpoint.responses.map { $0.isAnySuccess ? "2XX" : String($0.status) }))"
    let refusal = endpoint.errors.isEmpty ? "" : ", errors as \(Self.listed(endpoint.errors.map(responses.words)))"
    let reference = endpoint.reference.map { " See <\($0)>." } ?? ""
    comment.paragraph("`\(endpoint.method.rawValue) \(path.joined())`, \(success)\(refusal).\(reference)")
    if !endpoint.scopes.isEmpty {
      comment.paragraph(
        "Needs the scope\(endpoint.scopes.count == 1 ? "" : "s") \(Self.listed(endpoint.scopes.map { "`\($0)`" })).")
    }
    for response in endpoint.responses {
      guard let summary = response.summary else { continue }
      comment.paragraph("\(response.isAnySuccess ? "2XX" : String(response.status)): \(summary)")
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
        .arguments,
        "\(askingNobody.isEmpty ? "" : "return ")try await \(service).send(", [.list(call), .text("options: options")],
        ")"))
  }

  /// A query that matches nothing is answered here.
  private var askingNobody: Code {
    guard isQuery, let page = responses.shape.onlyContent else { return .nothing }
    switch page {
    case .list, .records: return "guard !query.matchesNothing else { return [] }"
    default: return .nothing
    }
  }

  private var service: String { endpoint.parameters.contains { $0.name == "service" } ? "self.service" : "service" }

  private var pages: Code {
    guard let pages = endpoint.pages, let page = responses.shape.onlyContent else { return .nothing }
    return PagesTemplate(
      endpoint: endpoint, pages: pages, page: page, parameters: parameters, arguments: passedArguments,
      service: service, symbols: symbols, query: queryPlace
    ).code
  }

  /// The index of a query among the arguments.
  private var queryPlace: Int? { isQuery ? signature.firstIndex { $0.name == bodyName } : nil }

  private var queryPages: Code {
    guard endpoint.countsRecords, case .query(let model)? = endpoint.body, let page = responses.shape.onlyContent,
      let place = queryPlace
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
    parts += BodyTemplate(endpoint: endpoint, name: bodyName).argument
    let successes = endpoint.responses.map(responses.success)
    if let only = successes.first, successes.count == 1 {
      parts.append(.text("response: \(only)"))
    } else {
      parts.append(.list(PackedList(.elements, "responses: [", successes, "]")))
    }
    if let errors = responses.errors { parts.append(errors) }
    if let failure = endpoint.failure { parts.append(.text("failure: \(ResponseTemplate.code(failure))")) }
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
}
