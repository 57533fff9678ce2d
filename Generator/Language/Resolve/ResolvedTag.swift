extension SpecificationResolver {
  /// Determines what decides the case of every union, and adds the cases of conditions.
  mutating func resolveTags(in files: inout [ResolvedFile], _ fields: FieldTable) {
    var unions: [String: (file: Int, index: Int)] = [:]
    for file in files.indices {
      for (index, union) in files[file].unions.enumerated() where unions[union.parsed.name.value] == nil {
        unions[union.parsed.name.value] = (file, index)
      }
    }
    for file in files.indices {
      for model in files[file].models.indices {
        for index in files[file].models[model].fields.indices {
          let field = files[file].models[model].fields[index]
          guard case .union(let name, _)? = field.type?.value.wrapped, let place = unions[name] else {
            checkNoTag(of: field)
            continue
          }
          let around = FieldOwner(files[file].models[model].parsed)
          let tag = tag(of: field, in: around, &files[place.file].unions[place.index], fields)
          files[file].models[model].fields[index].tag = tag
        }
      }
    }
  }

  /// Reports a tag of a field that is not a union.
  private mutating func checkNoTag(of field: ResolvedField) {
    guard let tag = field.parsed.tag, let type = field.type else { return }
    findings.error(
      "\"\(tag.isPresent ? "tag" : "when")\" decides the case of a union, and this field is \(type.value.wrapped.kind)",
      at: tag.location, advice: "remove it, or make the type a union")
  }

  private mutating func tag(
    of field: ResolvedField, in owner: FieldOwner, _ union: inout ResolvedUnion, _ fields: FieldTable
  ) -> TagDeclaration? {
    if !union.parsed.isToldByField {
      guard let tag = field.parsed.tag, checkOwnTag(of: union, tag) else { return nil }
    } else if field.parsed.tag?.isPresent != true {
      findings.error(
        "a union needs a \"tag\"", at: field.parsed.tag?.location ?? field.parsed.wireName.location,
        advice: "write {\"type\": \(union.parsed.name.value.quoted), \"tag\": ...}, the path to the text that decides")
      return nil
    }
    guard let tag = field.parsed.tag else { return nil }
    var conditions: [TagDeclaration.Condition] = []
    for condition in tag.conditions {
      let place = self.place(condition.path, of: field, in: owner, fields)
      for element in condition.cases {
        check(element.value, at: place, fields)
        guard let name = add(element, isCondition: true, to: &union), let place else { continue }
        conditions.append(TagDeclaration.Condition(place: place, value: element.value.value, caseName: name))
      }
    }
    if !tag.isPresent { return TagDeclaration(place: nil, conditions: conditions) }
    guard let path = tag.path, let place = place(path, of: field, in: owner, fields) else { return nil }
    return TagDeclaration(place: place, conditions: conditions)
  }

  /// Whether a field may add conditions to a union whose case it does not decide alone.
  private mutating func checkOwnTag(of union: ResolvedUnion, _ tag: ParsedTag) -> Bool {
    let name = union.parsed.name.value.quoted
    if tag.isPresent {
      findings.error(
        union.parsed.isToldByJSON
          ? "\(name) is told by its JSON; remove \"tag\"" : "\(name) has a tag of its own; remove \"tag\"",
        at: tag.location)
      return false
    }
    if union.parsed.isToldByJSON || union.parsed.raw == .int {
      findings.error(
        "\"when\" is for a union with tags that are texts, and \(name) is none", at: tag.location, advice: "remove it")
      return false
    }
    return true
  }

  /// The place of the text at a path from the model's own object.
  private mutating func place(
    _ path: ParsedFieldPath, of field: ResolvedField, in owner: FieldOwner, _ fields: FieldTable
  ) -> TagDeclaration.Place? {
    guard let first = path.names.first else { return nil }
    guard first.value != field.parsed.wireName.value else {
      if path.names.count > 1 { return .inside(path.names.dropFirst().map(\.value)) }
      findings.error(
        "\(first.value.quoted) is the union itself", at: first.location,
        advice: "continue into it, as in \"\(first.value).type\", or name another field")
      return nil
    }
    guard let fieldPath = fields.follow(path.names, from: owner.type, &findings) else { return nil }
    if fields.isText(fieldPath.type) { return .beside(fieldPath) }
    findings.error(
      "what decides a union is a string or an enum of strings, but this is \(fieldPath.type.wrapped.kind)",
      at: path.names.last?.location ?? first.location)
    return nil
  }

  /// Reports a value that is not in an enum.
  private mutating func check(_ value: Located<String>, at place: TagDeclaration.Place?, _ fields: FieldTable) {
    guard case .beside(let fieldPath)? = place, let known = fields.values(of: fieldPath.type),
      !known.contains(value.value),
      case .enumeration(let name) = fieldPath.type.wrapped
    else { return }
    findings.error(
      "\(value.value.quoted) is not a value of \(name.quoted)", at: value.location,
      misspelling: Misspelling(word: value.value, candidates: known), advice: "add it to the enum's cases")
  }
}

/// The model of a field, as a type.
private struct FieldOwner {
  var type: TypeReference

  init(_ model: ParsedModel) {
    type = .model(model.name.value, arguments: model.parameters.map { .parameter($0.value) })
  }
}
