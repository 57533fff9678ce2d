/// The content of a body or a response, with its type looked up.
struct ResolvedContent: Sendable {
  var format = ContentFormat.json
  /// The type, or that of a line or an event; `nil` when it could not be looked up.
  var type: LocatedType?
}

extension SpecificationResolver {
  /// The content of a body or a response: JSON of a type, or bytes, text, lines or events.
  ///
  /// - Parameters:
  ///   - isBody: Whether it is sent rather than received.
  ///   - tag: What decides the case of an event's union outside of its content, when it is said.
  mutating func content(
    _ expression: TypeExpression?, in context: TypeResolver.Context, isBody: Bool, tag: Located<EventTag>? = nil
  ) -> ResolvedContent {
    guard let expression, case .named(let name, let arguments) = expression.wrapped.form,
      TypeExpression.contents.contains(name), types.entries[name] == nil
    else { return ResolvedContent(type: type(expression, in: context)) }
    let isOptional = if case .optional = expression.form { true } else { false }
    func plain(_ format: ContentFormat) -> ResolvedContent {
      let text = TypeReference.scalar(.string)
      return ResolvedContent(
        format: format,
        type: Located(value: isOptional ? .optional(text) : text, location: expression.location))
    }
    if name == "bytes" || name == "text" {
      if !arguments.isEmpty { findings.error("\(name.quoted) takes no arguments", at: expression.location) }
      return plain(name == "bytes" ? .bytes : .text)
    }
    guard arguments.count == 1, let argument = arguments.first else {
      let part = name == "lines" ? "a line" : "an event"
      findings.error(
        "\(name.quoted) needs the type of \(part): \"\(name)<T>\"", at: expression.location)
      return ResolvedContent(format: name == "lines" ? .lines : .events)
    }
    if name == "events", isBody {
      findings.error("\(expression.text.quoted) can only be a whole response", at: expression.location)
    }
    if case .named("text", let none) = argument.form, none.isEmpty {
      if isBody, name == "lines" {
        findings.error(
          "\"lines<text>\" can only be a whole response", at: expression.location,
          advice: "write \"text\", or \"lines<string>\" for texts in JSON")
      }
      return plain(name == "lines" ? .textLines : .textEvents)
    }
    if case .optional = argument.form {
      findings.error(
        "an argument of \(name.quoted) cannot be optional", at: argument.location, advice: "remove the \"?\"")
      return ResolvedContent(format: name == "lines" ? .lines : .events)
    }
    var element = type(argument, in: context, isField: tag != nil && name == "events")
    if let tag, let type = element?.value, !isToldByTagElsewhere(type) {
      findings.error(
        "\"tag\" is for a union without one of its own, but this is \(type.kind)", at: tag.location,
        advice: "remove it")
    }
    if isOptional { element = element.map { Located(value: .optional($0.value), location: $0.location) } }
    return ResolvedContent(format: name == "lines" ? .lines : .events, type: element)
  }
}

extension SpecificationResolver {
  private func isToldByTagElsewhere(_ type: TypeReference) -> Bool {
    guard case .union(let name, _) = type, case .union(_, isToldByField: true)? = types.entries[name]?.kind else {
      return false
    }
    return true
  }
}

extension TypeExpression {
  /// Whether it is a file, several or perhaps none.
  var isFile: Bool {
    switch wrapped.form {
    case .named("file", let arguments): arguments.isEmpty
    case .list(let element): if case .named("file", let none) = element.form { none.isEmpty } else { false }
    default: false
    }
  }
}
