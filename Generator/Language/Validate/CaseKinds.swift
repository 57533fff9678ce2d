/// Determines the kinds of JSON of the cases of unions.
struct CaseKinds {
  private let unions: [String: ResolvedUnion]
  private let textEnums: Set<String>
  private let textIdentifiers: Set<String>

  init(_ folder: ResolvedFolder) {
    unions = Dictionary(folder.files.flatMap(\.unions).map { ($0.parsed.name.value, $0) }) { first, _ in first }
    textEnums = Set(folder.files.flatMap(\.enums).filter { $0.parsed.raw != .int }.map(\.parsed.name.value))
    textIdentifiers = Set(folder.models.filter { $0.parsed.identifiers == .string }.map(\.parsed.name.value))
  }

  /// Whether a union is a case of another one, or of a case of it.
  func isCase(_ union: ResolvedUnion, of other: ResolvedUnion) -> Bool {
    var seen: Set<String> = []
    var next = [other]
    while let current = next.popLast() {
      for case .union(let name, _)? in current.cases.map(\.type) {
        if name == union.parsed.name.value { return true }
        if seen.insert(name).inserted, let found = unions[name] { next.append(found) }
      }
    }
    return false
  }

  /// The kinds of JSON that a case is written as.
  func kinds(of element: UnionDeclaration.Case, in union: ParsedUnion) -> Set<CaseKind> {
    // The type of a parameter's identifier depends on its argument.
    if case .identifier(let name)? = element.type, union.parameters.contains(where: { $0.value == name }) {
      return [.number, .text]
    }
    return element.type.map { kinds(of: $0, element.wire) } ?? []
  }

  private func kinds(of type: TypeReference, _ wire: WireForm?, depth: Int = 0) -> Set<CaseKind> {
    switch type {
    case .scalar(let scalar): kinds(of: scalar, wire)
    case .enumeration(let name): [textEnums.contains(name) ? .text : .number]
    case .identifier(let model): [textIdentifiers.contains(model) ? .text : .number]
    case .list, .records: [.list]
    case .model, .map, .parameter, .query: [.object]
    case .optional(let inner), .change(let inner): kinds(of: inner, wire, depth: depth)
    case .union(let name, _):
      // A union that is a case of itself has been reported.
      if let union = unions[name], union.parsed.isToldByJSON, depth < 16 {
        // Any text belongs to it, even one that does not decode.
        Set(
          union.cases.flatMap { element in
            element.type.map { kinds(of: $0, element.wire, depth: depth + 1) } ?? []
          }.map { $0.isText ? .text : $0 })
      } else {
        [.object]
      }
    }
  }

  private func kinds(of scalar: ScalarType, _ wire: WireForm?) -> Set<CaseKind> {
    switch (scalar, wire) {
    case (_, .string): [.text]
    case (_, .either): [.number, .text]
    case (_, .int), (_, .unix), (_, .unixMilliseconds): [.number]
    case (_, .utc), (_, .utcSpaced): [.timestamp, .localTimestamp]
    case (_, .rfc2822): [.mailDate]
    case (.bool, _): [.bool]
    case (.int, _), (.double, _), (.decimal, _): [.number]
    case (.date, _): [.date]
    case (.localTimestamp, _): [.localTimestamp]
    case (.timestamp, _): [.timestamp]
    case (.uuid, _): [.uuid]
    case (.string, _), (.url, _), (.bytes, _): [.text]
    case (.json, _): []
    }
  }
}
