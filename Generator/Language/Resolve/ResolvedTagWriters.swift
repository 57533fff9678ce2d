extension SpecificationResolver {
  /// Determines which cases write their union's tag themselves, and checks paths and constants.
  mutating func resolveUnions(in files: inout [ResolvedFile], _ fields: FieldTable) {
    for file in files.indices {
      for index in files[file].unions.indices {
        checkMarks(of: &files[file].unions[index], fields)
        guard let tag = files[file].unions[index].parsed.tag else { continue }
        for (place, element) in files[file].unions[index].cases.enumerated() {
          guard writes(tag, element, of: files[file].unions[index], fields) else { continue }
          files[file].unions[index].noteTagWriter(at: place)
        }
      }
    }
  }

  /// Whether the content of a case always writes the tag itself.
  private mutating func writes(
    _ tag: Located<String>, _ element: UnionDeclaration.Case, of union: ResolvedUnion, _ fields: FieldTable
  ) -> Bool {
    let location = union.location(of: element.name)
    var hasField = false
    switch element.type {
    case .model(let name, _)?:
      guard let field = fields.field(tag.value, of: name) else { break }
      if let constant = field.parsed.constant?.value {
        check(constant, of: name, tag, element, at: location)
        return true
      }
      hasField = true
      guard let type = field.type?.value else { return true }
      checkKind(of: type, in: name, tag, raw: union.parsed.raw, at: location, fields)
      if case .optional = type, element.tags.count <= 1 { return false }
    case .union(let name, _)?: hasField = folder.unions[name]?.tag?.value == tag.value
    default: break
    }
    if element.tags.count > 1, !hasField {
      findings.error(
        "several values of \(tag.value.quoted) lead to \(element.name.quoted), and it has no field to keep which",
        at: location, advice: "declare \(tag.value.quoted) in the model, or give each case a name of its own")
    }
    return hasField
  }

  private mutating func check(
    _ constant: ConstantValue, of model: String, _ tag: Located<String>, _ element: UnionDeclaration.Case,
    at location: Location
  ) {
    let written: EnumDeclaration.RawValue? =
      switch constant {
      case .string(let text): .string(text)
      case .number(let text): Int(text).map { .int($0) }
      case .bool: nil
      }
    for value in element.tags where value != written {
      let text = if case .string(let text) = value { text.quoted } else { element.name.quoted }
      findings.error(
        "\(model.quoted) always writes \(constant.text.quoted) as \(tag.value.quoted), and is the case \(text)",
        at: location, advice: "remove the constant: the union writes the tag")
    }
  }

  /// Reports a field that can never hold the tag.
  private mutating func checkKind(
    of type: TypeReference, in model: String, _ tag: Located<String>, raw: EnumDeclaration.RawType,
    at location: Location, _ fields: FieldTable
  ) {
    let isRight =
      switch (type.content, raw) {
      case (.scalar(.json), _), (.parameter, _): true
      case (.scalar(.int), .int): true
      case (.enumeration, .int): !fields.isText(type.content)
      case (let content, .string): fields.isText(content)
      default: false
      }
    guard !isRight else { return }
    findings.error(
      "the tag \(tag.value.quoted) is \(raw == .int ? "an integer" : "a text"), and \(model.quoted) has it as "
        + type.content.kind, at: location, advice: "give the field another type")
  }

  /// Checks the paths of marks through the models that they mark.
  private mutating func checkMarks(of union: inout ResolvedUnion, _ fields: FieldTable) {
    for element in union.parsed.cases {
      guard let mark = element.mark,
        let place = union.cases.firstIndex(where: { $0.mark?.path == mark.path.names.map(\.value) }),
        let type = union.cases[place].type
      else { continue }
      switch type {
      case .model(let name, _):
        guard let first = mark.path.names.first else { continue }
        // An open model may still have it.
        if fields.isOpen(name), fields.field(first.value, of: name) == nil { continue }
        guard let path = fields.follow(mark.path.names, from: type, takesConstants: true, &findings) else { continue }
        union.noteMark(at: place, path: path.steps.map { $0.index.map(String.init) ?? $0.wireName })
      case .union, .map, .parameter: continue
      default:
        findings.error(
          "\"has\" tells objects apart, and this is \(type.kind)", at: mark.location, advice: "remove it")
      }
    }
  }
}
