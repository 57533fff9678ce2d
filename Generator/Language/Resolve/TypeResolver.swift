/// Resolves the names in a type.
struct TypeResolver {
  /// The place of a type, which determines what `id` and the names of parameters mean.
  enum Context {
    /// In a model without parameters.
    case model(String)
    /// In a model or a union with parameters.
    case generic(parameters: [String])
    /// In the endpoints of a resource, where `id` means its model's identifier.
    case resource(String)
    /// Outside a model.
    case endpoint
  }

  let types: TypeTable

  /// The type of the expression, or `nil` if it has none, which is reported.
  ///
  /// - Parameter isField: Whether it is the type of a field, which can say where the tag of a union is.
  func resolve(
    _ expression: TypeExpression, in context: Context, isField: Bool = false, _ findings: inout Findings
  ) -> TypeReference? {
    switch expression.form {
    case .optional(let wrapped):
      resolve(wrapped, in: context, isField: isField, &findings).map { .optional($0) }
    case .list(let element): resolve(element, in: context, &findings).map { .list($0) }
    case .map(let value): resolve(value, in: context, &findings).map { .map($0) }
    case .named(let name, let arguments):
      if !isField, isToldByField(name, in: context) {
        misplacedUnion(name, at: expression.location, &findings)
      } else {
        named(name, arguments, at: expression.location, in: context, &findings)
      }
    }
  }

  private func isToldByField(_ name: String, in context: Context) -> Bool {
    guard case .union(_, isToldByField: true)? = types.entries[name]?.kind else { return false }
    return !isParameter(name, in: context)
  }

  private func misplacedUnion(_ name: String, at location: Location, _ findings: inout Findings) -> TypeReference? {
    findings.error(
      "\(name.quoted) has no \"tag\" of its own; a field must say where it is", at: location)
    return nil
  }

  private func named(
    _ name: String, _ arguments: [TypeExpression], at location: Location, in context: Context,
    _ findings: inout Findings
  ) -> TypeReference? {
    if name == "id" { return identifier(of: arguments, at: location, in: context, &findings) }
    let isParameter = isParameter(name, in: context)
    let entry = types.entries[name]?.kind
    let arity: Int
    switch entry {
    case .model(let count)? where !isParameter: arity = count
    case .union(let count, _)? where !isParameter: arity = count
    default: arity = name == "records" ? 1 : 0
    }
    let isKnown = isParameter || entry != nil || name == "records" || ScalarType(rawValue: name) != nil
    if !isKnown, TypeExpression.contents.contains(name) {
      let text = TypeExpression(form: .named(name, arguments: arguments), location: location).text
      let places = name == "events" ? "a whole response" : "a whole body or response"
      findings.error("\(text.quoted) can only be \(places)", at: location)
      return nil
    }
    guard isKnown else {
      unknown(name, at: location, in: context, &findings)
      return nil
    }
    let resolved = arguments.map { argument(resolve: $0, of: name, in: context, &findings) }
    guard arguments.count == arity else {
      wrongArity(name, arity, arguments.count, at: location, &findings)
      return nil
    }
    let given = resolved.compactMap { $0 }
    guard given.count == resolved.count else { return nil }
    if isParameter { return .parameter(name) }
    if entry == nil, let scalar = ScalarType(rawValue: name) { return .scalar(scalar) }
    if entry == nil, name == "records", let element = given.first { return .records(element) }
    return switch entry {
    case .enumeration?: .enumeration(name)
    case .union?: .union(name, arguments: given)
    case .model?, nil: .model(name, arguments: given)
    }
  }

  private func argument(
    resolve expression: TypeExpression, of name: String, in context: Context, _ findings: inout Findings
  ) -> TypeReference? {
    let type = resolve(expression, in: context, &findings)
    if case .optional? = type {
      findings.error(
        "an argument of \(name.quoted) cannot be optional", at: expression.location,
        advice: "put the \"?\" where \(name) uses it")
      return nil
    }
    return type
  }

  private func identifier(
    of arguments: [TypeExpression], at location: Location, in context: Context, _ findings: inout Findings
  ) -> TypeReference? {
    guard let argument = arguments.first else {
      switch context {
      case .model(let name), .resource(let name): return .identifier(model: name)
      case .generic:
        findings.error(
          "\"id\" is the identifier of the enclosing model, which cannot have parameters", at: location,
          advice: "write id<Model> for the identifier of another")
      case .endpoint:
        findings.error(
          "\"id\" is the identifier of the enclosing model, but there is none here", at: location,
          advice: "write id<Model>")
      }
      return nil
    }
    guard arguments.count == 1, case .named(let name, let none) = argument.form, none.isEmpty else {
      findings.error("\"id\" takes the name of one model", at: argument.location)
      return nil
    }
    if isParameter(name, in: context) { return .identifier(model: name) }
    switch types.entries[name]?.kind {
    case .model(0): return .identifier(model: name)
    case .model: findings.error("a model with parameters has no identifiers", at: argument.location)
    case .enumeration:
      findings.error("\(name.quoted) is an enum; identifiers are those of models", at: argument.location)
    case .union: findings.error("\(name.quoted) is a union; identifiers are those of models", at: argument.location)
    case nil:
      if ScalarType(rawValue: name) != nil {
        findings.error("\(name.quoted) is not a model; identifiers are those of models", at: argument.location)
      } else {
        unknown(name, at: argument.location, in: context, &findings)
      }
    }
    return nil
  }

  private func isParameter(_ name: String, in context: Context) -> Bool {
    if case .generic(let parameters) = context { parameters.contains(name) } else { false }
  }

  private func unknown(_ name: String, at location: Location, in context: Context, _ findings: inout Findings) {
    if name == "file" {
      findings.error(
        "\"file\" can only be a field of an inline body with \"encoding\": \"multipart\"", at: location)
      return
    }
    guard name != "query" else {
      findings.error("\"query\" can only be the whole body of an endpoint, as in query<Product>", at: location)
      return
    }
    guard name != "nothing" else {
      findings.error("\"nothing\" can only be a response, or a case of a union that has a tag", at: location)
      return
    }
    if let others = TypedFirst.types(for: name), types.entries[name] == nil {
      findings.error("unknown type \(name.quoted); write \(listed(others, by: "or"))", at: location)
      return
    }
    guard types.isComplete else { return }
    let local = if case .generic(let parameters) = context { parameters } else { [String]() }
    findings.error(
      "unknown type \(name.quoted)", at: location,
      misspelling: Misspelling(word: name, local: local, candidates: types.words),
      advice: "declare it under \"models\", \"enums\" or \"unions\"")
  }

  private func wrongArity(
    _ name: String, _ wanted: Int, _ given: Int, at location: Location, _ findings: inout Findings
  ) {
    let wants =
      switch wanted {
      case 0: "takes no arguments"
      case 1: "takes one argument, as in \(name)<Item>"
      default: "takes \(wanted) arguments"
      }
    findings.error(
      "\(name.quoted) \(wants)" + (given == 0 ? "" : "; \(given) \(given == 1 ? "is" : "are") given"), at: location)
  }
}
