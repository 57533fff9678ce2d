/// Unions: the JSON distinguishes the cases that it decides, and no union is a case of itself.
enum UnionChecks {
  /// Checks the unions, and notes the kinds of JSON of the cases that the JSON decides.
  static func run(_ folder: inout ResolvedFolder, _ findings: inout Findings) {
    let kinds = CaseKinds(folder)
    for file in folder.files.indices {
      for index in folder.files[file].unions.indices where folder.files[file].unions[index].parsed.isToldByJSON {
        let parsed = folder.files[file].unions[index].parsed
        folder.files[file].unions[index].noteKinds { kinds.kinds(of: $0, in: parsed) }
      }
    }
    for union in folder.files.flatMap(\.unions) {
      if kinds.isCase(union, of: union) {
        findings.error(
          "\(union.parsed.name.value.quoted) is a case of itself", at: union.parsed.name.location,
          advice: "hold it in a model or a list")
      } else if union.parsed.isToldByJSON {
        checkCases(of: union, &findings)
      }
    }
  }

  private static func checkCases(of union: ResolvedUnion, _ findings: inout Findings) {
    var taken: [CaseKind: UnionDeclaration.Case] = [:]
    for element in union.cases where element.mark == nil {
      for kind in element.kinds {
        guard let other = taken[kind] else {
          taken[kind] = element
          continue
        }
        let names = "\(other.words) and \(element.words) are both \(kind.words)"
        findings.error(
          kind == .object ? "\(names); say by \"has\" what tells one" : "\(names); nothing tells them apart",
          at: union.location(of: element.name))
        break
      }
    }
  }
}

extension UnionDeclaration.Case {
  /// Its content for messages: the type as a spec names it.
  fileprivate var words: String {
    switch type {
    case .scalar(let scalar)?: scalar.rawValue.quoted
    case .model(let type, _)?, .union(let type, _)?, .enumeration(let type)?, .parameter(let type)?: type.quoted
    default: name.quoted
    }
  }
}

extension CaseKind {
  /// A description of the kind's values, for messages.
  fileprivate var words: String {
    switch self {
    case .object: "objects"
    case .list: "lists"
    case .bool: "booleans"
    case .number: "numbers"
    case .text: "text"
    case .date: "dates"
    case .localTimestamp, .timestamp, .mailDate: "dates with a time"
    case .uuid: "UUIDs"
    }
  }
}
