extension SpecificationResolver {
  /// Resolves the queries of every model.
  mutating func resolveQueries(in files: inout [ResolvedFile], _ fields: FieldTable) -> QueryWire? {
    let conventions = QueryConventions(folder.api, &findings)
    if let queries = folder.api?.queries { QueryWireChecks.run(queries, conventions, &findings) }
    var places: [String: Location] = [:]
    for file in files.indices {
      for query in folder.files[file].queries {
        if let other = places.updateValue(query.model.location, forKey: query.model.value) {
          findings.error(
            "the queries of \(query.model.value.quoted) are in another file", at: query.model.location,
            advice: "keep them in one", notes: [Located(value: "they are here", location: other)])
        }
        guard let model = model(of: query) else { continue }
        files[file].queries.append(declaration(query, of: model, conventions, fields))
      }
    }
    let isUsed = folder.files.contains { !$0.queries.isEmpty }
    if let place = folder.api?.queries?.location, !isUsed, folder.declaresAllTypes {
      findings.warning("no file has queries", at: place, advice: "this has no effect")
    }
    return isUsed ? conventions.declaration : nil
  }

  /// The model that queries are about, when there can be some.
  private mutating func model(of query: ParsedQuery) -> ParsedModel? {
    let name = query.model
    let models = folder.files.flatMap(\.models)
    guard let model = models.first(where: { $0.name.value == name.value }) else {
      if let entry = types.entries[name.value] {
        findings.error("\(name.value.quoted) is \(entry.kind.words); queries are for a model", at: name.location)
      } else if types.isComplete {
        findings.error(
          "unknown model \(name.value.quoted)", at: name.location,
          misspelling: Misspelling(word: name.value, candidates: models.map(\.name.value)),
          advice: "declare it under \"models\"")
      }
      return nil
    }
    if !model.parameters.isEmpty {
      findings.error("a model with parameters has no queries", at: name.location)
      return nil
    }
    if let derivation = model.derivation {
      findings.error(
        "\(name.value.quoted) is only sent and cannot have queries", at: name.location,
        advice: derivation.base.map { "name \($0.value.quoted) here" })
      return nil
    }
    return model
  }

  private mutating func declaration(
    _ query: ParsedQuery, of model: ParsedModel, _ conventions: QueryConventions, _ fields: FieldTable
  ) -> QueryDeclaration {
    var scope = NameScope(of: "field of a query", reserved: ReservedNames.queryFields)
    let start = TypeReference.model(model.name.value, arguments: [])
    var declaration = QueryDeclaration(
      model: model.name.value, name: model.record?.value ?? model.name.value, summary: query.summary,
      fields: query.fields.compactMap { field in
        QueryFieldBuilder(field: field, model: model, conventions: conventions, fields: fields)
          .build(&self, in: &scope)
      })
    if let wire = conventions.wire { checkNames(query, conventions, wire) }
    if let path = query.remoteIDs, let wire = conventions.wire, wire.said[.remoteId] == nil, wire[.remoteId] == nil {
      findings.error(
        "\"wire\" in api.json has no \"remoteId\", so that no query can ask for one",
        at: path.names.first?.location ?? query.model.location, advice: "add it there, or remove this")
    }
    if let path = query.remoteIDs, let fieldPath = fields.follow(path.names, from: start, &findings) {
      declaration.remoteIDs = path.names.map(\.value)
      if ![.map(.scalar(.string)), .map(.scalar(.json)), .scalar(.json)].contains(fieldPath.type.wrapped) {
        findings.error(
          "\"remoteId\" is the path to identifiers by connection, but this is \(fieldPath.type.wrapped.kind)",
          at: path.names.last?.location ?? query.model.location, advice: "it is a field of the type {string} or {json}")
      }
    }
    if let deletions = query.deletions ?? folder.api?.queries?.deletions {
      declaration.deletions = self.deletions(deletions, from: start, of: model, fields)
    }
    return declaration
  }

  /// A field that is the name of a member cannot have the name of another member beside it.
  private mutating func checkNames(_ query: ParsedQuery, _ conventions: QueryConventions, _ wire: ParsedQueryWire) {
    for field in query.fields {
      let own = field.operators.compactMap { conventions.template(of: $0) }
      let shared = [wire[.order], wire[.projection]].compactMap { $0 }
      guard let name = (own + shared).lazy.compactMap({ $0.clash(with: field.wireName.value) }).first else { continue }
      findings.error(
        "the name of \(field.wireName.value.quoted) is that of another member beside it in a query",
        at: field.wireName.location, notes: [Located(value: "it is this one", location: name)])
    }
  }

  private mutating func deletions(
    _ parsed: ParsedDeletions, from start: TypeReference, of model: ParsedModel, _ fields: FieldTable
  ) -> QueryDeclaration.Deletions {
    var scope = NameScope(of: "value of \"deleted\"", reserved: ReservedNames.cases)
    let values = parsed.values.map { value in
      QueryDeclaration.Deletions.Value(
        name: swiftName(given: nil, wireName: value, wayOut: "leave it out", in: &scope), wireName: value.value)
    }
    if let standard = parsed.standard, !parsed.values.isEmpty,
      !parsed.values.contains(where: { $0.value == standard.value })
    {
      findings.error(
        "\"default\" is not among the values", at: standard.location,
        misspelling: Misspelling(word: standard.value, candidates: parsed.values.map(\.value)))
    }
    var names = parsed.marker?.names
    if let path = names, let first = path.first,
      !model.isOpen || fields.field(first.value, of: model.name.value) != nil
    {
      names = fields.follow(path, from: start, &findings) == nil ? nil : path
    }
    return QueryDeclaration.Deletions(
      values: values, standard: parsed.standard?.value, marker: names?.map(\.value), markerValue: parsed.markerValue)
  }

  /// The type of a body, which may ask for records.
  mutating func body(_ expression: TypeExpression?) -> ResolvedContent {
    guard let expression, case .named("query", let arguments) = expression.form else {
      return content(expression, in: .endpoint, isBody: true)
    }
    guard arguments.count == 1, case .named(let name, let none)? = arguments.first?.form, none.isEmpty else {
      findings.error("\"query\" takes the name of one model, as in query<Product>", at: expression.location)
      return ResolvedContent()
    }
    guard let model = type(arguments[0], in: .endpoint) else { return ResolvedContent() }
    guard folder.files.contains(where: { $0.queries.contains { $0.model.value == name } }) else {
      findings.error(
        "\(name.quoted) has no queries", at: model.location,
        advice: "add \(name.quoted): {\"fields\": {...}} to \"queries\"")
      return ResolvedContent()
    }
    return ResolvedContent(type: Located(value: .query(model: name), location: expression.location))
  }
}

extension ParsedTemplate {
  /// The position of the constant name beside a place for the name of a field, if it is the same.
  fileprivate func clash(with field: String) -> Location? {
    switch kind {
    case .null, .constant, .place: return nil
    case .array(let elements): return elements.lazy.compactMap { $0.clash(with: field) }.first
    case .object(let members):
      if members.contains(where: { $0.place == .field }),
        let other = members.first(where: { $0.place == nil && $0.name.value == field })
      {
        return other.name.location
      }
      return members.lazy.compactMap { $0.value.clash(with: field) }.first
    }
  }
}

extension ParsedEndpoint {
  /// Whether the body is a query.
  var takesQuery: Bool { if case .named("query", _)? = body?.form { true } else { false } }
}
