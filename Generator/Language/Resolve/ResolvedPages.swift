extension SpecificationResolver {
  /// Finds out how every list continues.
  mutating func resolvePages(in files: inout [ResolvedFile], _ fields: FieldTable) {
    // Each problem is reported once, not for every list that it affects.
    var wrong: Set<Location> = []
    for file in files.indices {
      for index in files[file].endpoints.indices {
        let endpoint = files[file].endpoints[index]
        guard let pages = endpoint.parsed.pages, !wrong.contains(pages.location) else { continue }
        let count = findings.findings.count
        files[file].endpoints[index].pages = self.pages(pages, of: endpoint, fields)
        if findings.findings.count > count { wrong.insert(pages.location) }
      }
    }
  }

  private mutating func pages(
    _ pages: ParsedPages, of endpoint: ResolvedEndpoint, _ fields: FieldTable
  ) -> PageDeclaration? {
    checkNumber(pages, endpoint)
    guard let list = endpoint.responses.first?.type else { return nil }
    let page = list.value
    if case .optional = page {
      findings.error("a page of a list cannot be optional", at: list.location, advice: "remove the \"?\"")
    }
    let items = items(pages.items, from: page, fields)
    var item: FieldPath?
    if let path = pages.item, let items {
      item = fields.follow(path.names, from: items.element, &findings)
    }
    let next = fieldPath(pages.next, from: page, fields)
    if let next, let name = pages.next?.names.last {
      if next.type.wrapped != .scalar(.string) {
        findings.error(
          "the next page is a URL in a string, but this is \(next.type.wrapped.kind)", at: name.location)
      } else if !next.mayBeMissing {
        findings.error(
          "the last page has no next one, but this is always present", at: name.location,
          advice: "make a field on the path optional with \"?\"")
      }
    }
    let indicator = fieldPath(pages.nextIndicator, from: page, fields)
    if let indicator, let name = pages.nextIndicator?.names.last, !indicator.mayBeMissing {
      findings.error(
        "the presence of this field indicates a next page, but it is always present", at: name.location,
        advice: "make a field on the path optional with \"?\"")
    }
    guard let number = pages.number?.value, let items else { return nil }
    return PageDeclaration(number: number, items: items.path, item: item, next: next, nextIndicator: indicator)
  }

  private mutating func fieldPath(
    _ path: ParsedFieldPath?, from page: TypeReference, _ fields: FieldTable
  ) -> FieldPath? {
    path.flatMap { fields.follow($0.names, from: page, &findings) }
  }

  /// The path to the items of a page, and the type of an item.
  private mutating func items(
    _ path: ParsedFieldPath?, from page: TypeReference, _ fields: FieldTable
  ) -> (path: FieldPath, element: TypeReference)? {
    guard let fieldPath = fieldPath(path, from: page, fields), let name = path?.names.last else { return nil }
    guard !fieldPath.mayBeMissing else {
      findings.error(
        "the items of a page must be present, but these may be missing", at: name.location,
        advice: "remove the \"?\" on the path")
      return nil
    }
    switch fieldPath.type {
    case .list(let element), .records(let element): return (fieldPath, element)
    default:
      findings.error(
        "the items of a page are a list or records, but this is \(fieldPath.type.kind)", at: name.location)
      return nil
    }
  }

  private mutating func checkNumber(_ pages: ParsedPages, _ endpoint: ResolvedEndpoint) {
    guard let number = pages.number,
      let parameter = endpoint.query.first(where: { $0.parsed.wireName.value == number.value }),
      let type = parameter.type, type.value != .optional(.scalar(.int))
    else { return }
    findings.error(
      "the parameter that numbers pages is \"int?\", but this is \(type.value.wrapped.kind)", at: type.location)
  }
}

extension FieldPath {
  /// Whether there may be nothing at its end.
  fileprivate var mayBeMissing: Bool { steps.contains(where: \.isOptional) }
}
