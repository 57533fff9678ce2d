extension SpecificationResolver {
  /// Finds out how every list continues.
  ///
  /// - Parameter headers: The names of the response headers of `api.json`, which can tell as well.
  mutating func resolvePages(in files: inout [ResolvedFile], _ fields: FieldTable, headers: [String]) {
    // Each problem is reported once, not for every list that it affects.
    var wrong: Set<Location> = []
    for file in files.indices {
      for index in files[file].endpoints.indices {
        let endpoint = files[file].endpoints[index]
        guard let pages = endpoint.parsed.pages, !wrong.contains(pages.location),
          let page = page(of: endpoint, pages)
        else { continue }
        let count = findings.findings.count
        var resolver = PageResolver(
          pages: pages, endpoint: endpoint, page: page, fields: fields, headers: headers, findings: findings)
        files[file].endpoints[index].pages = resolver.declaration()
        findings = resolver.findings
        if findings.findings.count > count { wrong.insert(pages.location) }
      }
    }
  }

  /// The one type of content that the responses have, without its question mark.
  private mutating func page(of endpoint: ResolvedEndpoint, _ pages: ParsedPages) -> TypeReference? {
    let contents = endpoint.responses.filter(\.parsed.hasContent)
    let types = contents.compactMap(\.type)
    guard types.count == contents.count else { return nil }
    guard let list = types.first else {
      if endpoint.parsed.responses?.isEmpty == false {
        findings.error("\"pages\" needs a response with content", at: pages.location, advice: "remove it")
      }
      return nil
    }
    if let other = contents.first(where: { $0.format != .json }), let type = other.type {
      findings.error(
        "a page is JSON, but this response is \(other.format.words)", at: type.location, advice: "remove \"pages\"")
      return nil
    }
    if let other = types.first(where: { $0.value != list.value }) {
      findings.error(
        "an endpoint whose responses have several contents has no pages", at: other.location,
        advice: "remove \"pages\", or give all of them one type")
      return nil
    }
    if case .optional = list.value {
      findings.error("a page of a list cannot be optional", at: list.location, advice: "remove the \"?\"")
      return nil
    }
    return list.value
  }
}

/// Looks up what one list says about its pages.
private struct PageResolver {
  let pages: ParsedPages
  let endpoint: ResolvedEndpoint
  let page: TypeReference
  let fields: FieldTable
  let headers: [String]
  var findings: Findings

  mutating func declaration() -> PageDeclaration? {
    let items = items()
    let item = items.flatMap { items in
      pages.item.flatMap { fields.follow($0.names, from: items.element, &findings) }
    }
    let url = url()
    let indicator = nextIndicator()
    let more = value(pages.more, "\"more\"", of: [.scalar(.bool)])
    let total = value(pages.total, "\"total\"", of: [.scalar(.int)])
    let totalPages = value(pages.totalPages, "\"totalPages\"", of: [.scalar(.int)])
    let way = way(element: items?.element)
    guard let items, let way else { return nil }
    return PageDeclaration(
      way: way, url: url, nextIndicator: indicator, items: items.path, item: item, more: more, total: total,
      totalPages: totalPages)
  }

  // MARK: Ways

  private mutating func way(element: TypeReference?) -> PageDeclaration.Way? {
    guard let way = pages.way else { return nil }
    switch way {
    case .url: return .url
    case .link: return pages.parameter.map { .link($0.value) }
    case .number:
      let parameter = parameter(counting: "pages")
      let next = next(counting: true)
      return parameter.map { .number($0, from: pages.from ?? 1, next: next) }
    case .offset:
      let parameter = parameter(counting: "items")
      let next = next(counting: true)
      return parameter.map { .offset($0, next: next) }
    case .cursor:
      let parameter = parameter(counting: nil)
      guard pages.last == nil else { return last(from: element).flatMap { last in parameter.map { last($0) } } }
      guard let next = next(counting: false), let parameter else { return nil }
      return .cursor(parameter, next: next)
    }
  }

  /// The parameter that changes from page to page: one of the query, or a field of the body.
  private mutating func parameter(counting what: String?) -> PageDeclaration.Parameter? {
    guard let name = pages.parameter else { return nil }
    if let place = pages.place { return .place(place) }
    let query = endpoint.query.first { $0.parsed.wireName.value == name.value }
    let names = name.value.split(separator: ".", omittingEmptySubsequences: false)
      .map { Located(value: String($0), location: name.location) }
    var ignored = Findings()
    let body = endpoint.body.flatMap { fields.follow(names, from: $0.value, &ignored) } ?? bodyField(names)
    if let query, body != nil {
      findings.error(
        "\(name.value.quoted) is both a query parameter and a field of the body", at: name.location,
        advice: "give one of them another name",
        notes: query.type.map { [Located(value: "the parameter", location: $0.location)] } ?? [])
      return nil
    }
    guard let type = query?.type?.value ?? body?.type else {
      guard query == nil else { return nil }
      let candidates = endpoint.query.map(\.parsed.wireName.value) + bodyNames
      findings.error(
        "no query parameter and no field of the body is called \(name.value.quoted)", at: name.location,
        misspelling: Misspelling(word: name.value, candidates: candidates),
        advice: "add \(name.value.quoted): \(what == nil ? "\"string?\"" : "\"int?\"") to \"query\"")
      return nil
    }
    check(type, of: name, counting: what)
    guard query == nil else { return .query(name.value) }
    return .body([endpoint.parsed.wrap?.value].compactMap { $0 } + (body?.wireNames ?? names.map(\.value)))
  }

  /// The path to a field of a body that is made of fields: the longest name that fits, then through its type.
  private func bodyField(_ names: [Located<String>]) -> FieldPath? {
    var ignored = Findings()
    for count in stride(from: names.count, through: 1, by: -1) {
      let wireName = names.prefix(count).map(\.value).joined(separator: ".")
      guard let field = endpoint.bodyFields.first(where: { $0.parsed.wireName.value == wireName }),
        let type = field.type?.value
      else { continue }
      let isOptional = if case .optional = type { true } else { false }
      let step = FieldPath.Step(name: field.name, wireName: wireName, isOptional: isOptional)
      guard count < names.count else { return FieldPath(steps: [step], type: type) }
      guard var rest = fields.follow(Array(names.dropFirst(count)), from: type.wrapped, &ignored) else { return nil }
      rest.steps.insert(step, at: 0)
      return rest
    }
    return nil
  }

  private var bodyNames: [String] {
    if case .model(let name, _)? = endpoint.body?.value.wrapped { return fields.names(of: name) }
    return endpoint.bodyFields.map(\.parsed.wireName.value)
  }

  private mutating func check(_ type: TypeReference, of name: Located<String>, counting what: String?) {
    if let what, type.wrapped != .scalar(.int) {
      findings.error(
        "the parameter that counts \(what) is \"int?\", but this is \(type.wrapped.kind)", at: name.location)
    } else if !type.wrapped.isPlain, type.wrapped != .scalar(.json) {
      findings.error(
        "the parameter of a cursor is one plain value, but this is \(type.wrapped.kind)", at: name.location)
    } else if type == type.wrapped {
      let wanted = what == nil ? "string?" : "int?"
      findings.error("the first page has no \(name.value.quoted), so it must be \(wanted.quoted)", at: name.location)
    }
  }

  private mutating func last(
    from element: TypeReference?
  ) -> ((PageDeclaration.Parameter) -> PageDeclaration.Way)? {
    guard let last = pages.last, let element, let path = fields.follow(last.names, from: element, &findings),
      let name = last.names.last
    else { return nil }
    guard path.type.wrapped.isPlain else {
      findings.error("a cursor is one plain value, but this is \(path.type.wrapped.kind)", at: name.location)
      return nil
    }
    return { .last($0, path, wireNames: path.wireNames) }
  }

  // MARK: Values of a page

  private mutating func next(counting: Bool) -> PageDeclaration.Value? {
    guard let path = pages.next else { return nil }
    guard let next = value(path, "\"next\"", of: nil) else { return nil }
    guard case .field(let field) = next else { return next }
    guard let place = path.names.first?.location else { return nil }
    let type = field.type.wrapped
    if counting, type != .scalar(.int), type != .scalar(.json), let parameter = pages.parameter {
      findings.error(
        "\"next\" is the value of \(parameter.value.quoted) after this one, which is \"int?\", and "
          + "\(path.text.quoted) is \(field.type.kind(withOptional: true))", at: place,
        advice: "the URL of the next page is \"url\"")
    } else if !type.isPlain, type != .scalar(.json) {
      findings.error("\"next\" is one plain value, but this is \(type.kind)", at: place)
    }
    return next
  }

  private mutating func url() -> PageDeclaration.Value? {
    guard let path = pages.url,
      let url = value(path, "\"url\"", of: [.scalar(.string), .scalar(.url)])
    else { return nil }
    if case .field(let field) = url, !field.mayBeMissing, pages.more == nil {
      findings.error(
        "the last page has no next one, but this is always present", at: path.end,
        advice: "make a field on the path optional with \"?\"")
    }
    return url
  }

  private mutating func nextIndicator() -> FieldPath? {
    guard let path = pages.nextIndicator, let indicator = fields.follow(path.names, from: page, &findings) else {
      return nil
    }
    guard !indicator.mayBeMissing else { return indicator }
    findings.error(
      "\"told\" is there on every page", at: path.end, advice: "make a field on the path optional with \"?\"")
    return nil
  }

  /// A value of a page of one of a few types; any type where none is given.
  private mutating func value(
    _ path: ParsedFieldPath?, _ what: String, of types: [TypeReference]?
  ) -> PageDeclaration.Value? {
    guard let path else { return nil }
    // A field of the page goes before a header field of the same name.
    var ignored = Findings()
    if let header = headers.first(where: { $0.lowercased() == path.text.lowercased() }),
      fields.follow(path.names, from: page, &ignored) == nil
    {
      return .header(header)
    }
    guard let field = fields.follow(path.names, from: page, &findings) else { return nil }
    if let types, !types.contains(field.type.wrapped), field.type.wrapped != .scalar(.json) {
      findings.error(
        "\(what) is \(listed(types.map(\.text), by: "or")), but this is \(field.type.wrapped.kind)", at: path.end)
      return nil
    }
    return .field(field)
  }

  /// The path to the items of a page, and the type of an item.
  private mutating func items() -> (path: FieldPath, element: TypeReference)? {
    let names = pages.items?.names ?? []
    guard let path = fields.follow(names, from: page, &findings) else { return nil }
    switch path.type.wrapped {
    case .list(let element), .records(let element): return (path, element)
    default:
      findings.error(
        names.isEmpty
          ? "the response is not a list but \(page.kind), so \"pages\" needs \"items\", the path to the list"
          : "the items of a page are a list or records, but this is \(path.type.wrapped.kind)",
        at: pages.items?.end ?? pages.location)
      return nil
    }
  }
}

extension ParsedFieldPath {
  /// The path as it is written.
  fileprivate var text: String { names.map(\.value).joined(separator: ".") }

  /// The position of its last name.
  fileprivate var end: Location { names[names.count - 1].location }
}

extension FieldPath {
  /// Whether there may be nothing at its end.
  fileprivate var mayBeMissing: Bool { steps.contains(where: \.isOptional) }
}

extension TypeReference {
  /// A built-in type as a spec writes it.
  fileprivate var text: String { if case .scalar(let scalar) = self { scalar.rawValue } else { kind } }

  fileprivate func kind(withOptional: Bool) -> String {
    if case .optional(.scalar(let scalar)) = self { return (scalar.rawValue + "?").quoted }
    return kind
  }
}
