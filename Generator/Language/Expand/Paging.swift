extension Expander {
  /// An endpoint whose paging is expanded.
  mutating func paged(_ endpoint: ParsedEndpoint) -> ParsedEndpoint {
    var endpoint = endpoint
    switch endpoint.paging {
    case nil where endpoint.takesQuery: endpoint.pages = queryPages
    case nil where isList(endpoint): return endpoint.over(shared(by: endpoint))
    case nil, .whole: break
    case .own(let pages): endpoint.pages = pages
    case .asEverywhere(let location):
      guard let conventions = folder.api?.conventions, let pages = conventions.pages else {
        if folder.api?.conventions?.isComplete ?? (folder.api != nil) {
          findings.error(
            "\"pages\": true means as in api.json, which does not say how lists go on", at: location,
            advice: "add \"pages\" to \"resources\" there, or write an object here")
        }
        return endpoint
      }
      // If the list could not be read, its pages cannot be checked.
      if conventions.list != nil || conventions.isComplete { endpoint.pages = pages }
      var shared = shared(by: endpoint)
      if !isList(endpoint) { shared = shared.replacing("id", by: itemIdentifier(of: endpoint, pages)) }
      endpoint = endpoint.over(shared)
    }
    return endpoint
  }

  /// How answers to queries go on: by a cursor if the pages give one, else by counting records.
  private var queryPages: ParsedPages? {
    guard let conventions = folder.api?.queries, var pages = conventions.pages else { return nil }
    let query = (conventions.wire ?? .standard)[.query]
    if query?.has(.cursor) ?? false, pages.next != nil || pages.last != nil || !(query?.has(.offset) ?? false) {
      (pages.way, pages.place) = (.cursor, .cursor)
    } else {
      (pages.way, pages.place) = (.offset, .offset)
    }
    guard let place = pages.place, query?.has(place) ?? false else { return nil }
    if place == .cursor, pages.next == nil, pages.last == nil { return nil }
    if place == .offset, pages.last != nil { return nil }
    pages.parameter = Located(value: place.text, location: pages.location)
    return pages
  }

  /// The parameters that every list has.
  private func shared(by endpoint: ParsedEndpoint) -> ParsedEndpoint {
    var shared = ParsedEndpoint(key: endpoint.key)
    shared.query = folder.api?.conventions?.query ?? []
    return shared
  }

  /// Whether an endpoint is the list of its resource, in which `id` already means the identifier of its items.
  private func isList(_ endpoint: ParsedEndpoint) -> Bool {
    endpoint.resource != nil && endpoint.key.value.hasSuffix(".list")
  }

  /// The meaning of `id` in the parameters of a list: the identifier of its items, or a plain one if they have none.
  private func itemIdentifier(of endpoint: ParsedEndpoint, _ pages: ParsedPages) -> TypeExpression {
    let place = endpoint.key.location
    let response = endpoint.responses?.lazy.compactMap(\.type).first
    if let response, let list = field(pages.items, of: response), let item = field(pages.item, of: list.element),
      case .named(let name, let arguments) = item.form, arguments.isEmpty,
      models[name]?.fields.contains(where: { $0.type?.isOwnIdentifier ?? false }) ?? false
    {
      return TypeExpression(form: .named("id", arguments: [item]), location: place)
    }
    let plain = folder.api?.identifiers == .string ? ScalarType.string : .int
    return TypeExpression(form: .named(plain.rawValue, arguments: []), location: place)
  }

  /// The type at the end of a path of fields, without its question mark.
  private func field(_ path: ParsedFieldPath?, of type: TypeExpression) -> TypeExpression? {
    var type = type.wrapped
    for name in path?.names ?? [] {
      guard case .named(let modelName, let arguments) = type.form, let model = models[modelName],
        let next = model.fields.first(where: { $0.wireName.value == name.value })?.type
      else { return nil }
      type = zip(model.parameters, arguments).reduce(next.wrapped) { $0.replacing($1.0.value, by: $1.1) }.wrapped
    }
    return type
  }
}

extension TypeExpression {
  /// What a list holds, or the type itself.
  fileprivate var element: TypeExpression {
    switch form {
    case .list(let element): element.wrapped
    case .named("records", let arguments): arguments.first ?? self
    default: self
    }
  }

  /// Whether it is the identifier of the enclosing model.
  var isOwnIdentifier: Bool { if case .named("id", let arguments) = form { arguments.isEmpty } else { false } }
}
