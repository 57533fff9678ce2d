import TributaryLanguage

/// A union: an enum with a case for each type, and two that keep the JSON.
///
/// It is indirect, because otherwise every copy of an item would copy all fields of the largest model, and a type in
/// one of its cases could not contain it.
struct UnionTemplate {
  var declaration: UnionDeclaration
  var symbols: Symbols

  var code: Code {
    """
    \(Code.documentation(declaration.summary, deprecated: declaration.deprecated))
    \(header)
      \(Code(declaration.cases.map(caseDeclaration)))
      \(keepers)

      \(reading)

      \(Code(literals, separatedByBlankLines: true))

      \(plainValue)

      \(access)func encode(into writer: inout JSONWriter) {
        switch self {
        \(Code(lines: declaration.cases.map(writing)))
        \(Code(lines: ["case .other(\(keeper)let content), .undecodable(\(keeper)let content, _): content.encode(into: &writer)"]))
        }
      }
    }
    """
  }

  private var access: String { declaration.access.modifier }

  private var header: Code {
    let opening = "\(access)indirect nonisolated enum \(ReservedWords.escape(declaration.name))"
    let conformances = [base] + literalCases.map(\.conformance)
    let (parameters, conditions) = TypeParameter.clauses(declaration.parameters)
    if parameters.isEmpty { return Code(PackedList(.body, "\(opening):", conformances, "{")) }
    return Code(
      PackedList(
        .parameters, "\(opening)<", parameters, ">: \(conformances.joined(separator: ", "))\(conditions) {"))
  }

  private var base: String {
    switch declaration.teller {
    case .field: "TaggedUnion"
    case .tag: "SelfTaggedUnion"
    case .json: symbols.isPlain(declaration) ? "PlainUnion" : "UntaggedUnion"
    }
  }

  /// The placeholder for the tag in patterns of the cases that keep the JSON.
  private var keeper: String { declaration.teller == .json ? "" : "_, " }

  private var tagType: String {
    if case .tag(_, .int) = declaration.teller { "Int" } else { "String" }
  }

  private func member(_ element: UnionDeclaration.Case) -> String { ReservedWords.escapeMember(element.name) }

  private func spelling(_ type: TypeReference) -> String {
    symbols.spelling(type, parameters: declaration.parameters)
  }

  private func caseDeclaration(_ element: UnionDeclaration.Case) -> Code {
    let content = element.type.map { "(\(spelling($0)))" } ?? ""
    return """
      \(Code.documentation(element.summary, deprecated: element.deprecated))
      case \(ReservedWords.escape(element.name))\(content)
      """
  }

  private var keepers: Code {
    guard declaration.teller != .json else {
      return """
        /// JSON of a kind that is not in the spec, as received.
        case other(RawJSON)
        /// JSON of a known kind that does not decode, as received, and why.
        case undecodable(RawJSON, JSONError)
        """
    }
    return """
      /// Content under a tag that is not in the spec, as received.
      case other(tag: \(tagType)?, RawJSON)
      /// Content under a known tag that does not decode, as received, and why.
      case undecodable(tag: \(tagType), RawJSON, JSONError)
      """
  }

  // MARK: Reading

  private var reading: Code {
    switch declaration.teller {
    case .json:
      return """
        \(access)static func read(from reader: inout JSONReader, kind: JSONKind) throws(JSONError) -> Self? {
          switch kind {
          \(kinds)
          default: return nil
          }
        }
        """
    case .tag(let name, _):
      return """
        \(access)init(from reader: inout JSONReader) throws(JSONError) {
          self = try reader.readUnion(tag: \(Escaping.literal(name)))
        }

        \(readingTags)
        """
    case .field: return readingTags
    }
  }

  private var readingTags: Code {
    """
    \(access)static func read(from reader: inout JSONReader, tag: \(tagType)) throws(JSONError) -> Self? {
      switch tag {
      \(Code(declaration.cases.compactMap(readingTag)))
      default: nil
      }
    }
    """
  }

  private func readingTag(_ element: UnionDeclaration.Case) -> Code? {
    guard !element.tags.isEmpty else { return nil }
    let tags = element.tags.map(\.literal).joined(separator: ", ")
    if element.type == nil { return "case \(tags): try reader.skipping(.\(member(element)))" }
    return "case \(tags): .\(member(element))(\(value(element)))"
  }

  /// The expression that reads the content of a case.
  private func value(_ element: UnionDeclaration.Case) -> String {
    guard let type = element.type else { return "" }
    let wire = element.wire.map { ", as: .\($0.rawValue)" } ?? ""
    return "try \(spelling(type))(from: &reader\(wire))"
  }

  /// The kinds of JSON with their cases.
  private var kinds: Code {
    var order: [String] = []
    var cases: [String: [UnionDeclaration.Case]] = [:]
    for element in declaration.cases {
      for kind in Set(element.kinds.map(\.json)).sorted() {
        if cases[kind] == nil { order.append(kind) }
        cases[kind, default: []].append(element)
      }
    }
    return Code(
      order.map { kind in
        let lines = statements(cases[kind] ?? [])
        if lines.count == 1, let line = lines.first { return "case .\(kind): \(line)" }
        return """
          case .\(kind):
            \(Code(lines: lines))
          """
      })
  }

  /// What is tried in turn: objects by their marks, texts by their forms, and last the case for everything else.
  private func statements(_ cases: [UnionDeclaration.Case]) -> [String] {
    let rest =
      cases.first { $0.mark == nil && ($0.kinds.contains(.text) || !$0.isText) }
      ?? cases.last { $0.mark == nil }
    var lines = cases.filter { $0.mark != nil || $0 != rest }.compactMap { element -> String? in
      if let mark = element.mark {
        let path = mark.path.map(Escaping.literal).joined(separator: ", ")
        let expected = mark.value.map { ", \($0.literal)" } ?? ""
        return "if try reader.has([\(path)]\(expected)) { return .\(member(element))(\(value(element))) }"
      }
      guard let type = element.type else { return nil }
      let wire = element.wire.map { ", as: .\($0.rawValue)" } ?? ""
      let call = "reader.readIfMatches(\(spelling(type)).self\(wire))"
      return "if let value = \(call) { return .\(member(element))(value) }"
    }
    lines.append(rest.map { "return .\(member($0))(\(value($0)))" } ?? "return nil")
    return lines
  }

  // MARK: Writing

  private func writing(_ element: UnionDeclaration.Case) -> String {
    let tag: String? =
      if case .tag(let name, _) = declaration.teller, let value = element.tags.first, !element.writesTag {
        "\(Escaping.literal(name)), \(value.literal)"
      } else {
        nil
      }
    guard element.type != nil else { return "case .\(member(element)): writer.tagged(\(tag ?? ""))" }
    let statement = tag.map { "writer.tagged(\($0), value)" }
    let wire = element.wire.map { ", as: .\($0.rawValue)" } ?? ""
    return "case .\(member(element))(let value): \(statement ?? "value.encode(into: &writer\(wire))")"
  }

  /// The value of the case, if all are plain.
  private var plainValue: Code {
    guard symbols.isPlain(declaration) else { return .nothing }
    let cases = declaration.cases.map { element in
      let value = element.wire.map { "WireText(value, as: .\($0.rawValue))" } ?? "value"
      return "case .\(member(element))(let value): \(value)"
    }
    return """
      \(access)var plainValue: any ParameterValue {
        switch self {
        \(Code(lines: cases))
        case .other(let content), .undecodable(let content, _): content
        }
      }
      """
  }

  // MARK: Literals

  /// A case whose values Swift has literals for.
  private struct LiteralCase {
    var conformance: String
    var initializer: String
    var argument: String
    var name: String
  }

  private var literalCases: [LiteralCase] {
    guard declaration.teller == .json else { return [] }
    return declaration.cases.compactMap { element in
      let name = member(element)
      return switch element.type {
      case .scalar(.string)?:
        LiteralCase(
          conformance: "ExpressibleByStringLiteral", initializer: "stringLiteral value: String", argument: "value",
          name: name)
      case .scalar(.int)?:
        LiteralCase(
          conformance: "ExpressibleByIntegerLiteral", initializer: "integerLiteral value: Int", argument: "value",
          name: name)
      case .scalar(.double)?:
        LiteralCase(
          conformance: "ExpressibleByFloatLiteral", initializer: "floatLiteral value: Double", argument: "value",
          name: name)
      case .scalar(.bool)?:
        LiteralCase(
          conformance: "ExpressibleByBooleanLiteral", initializer: "booleanLiteral value: Bool", argument: "value",
          name: name)
      case .list(let inner)?:
        LiteralCase(
          conformance: "ExpressibleByArrayLiteral", initializer: "arrayLiteral elements: \(spelling(inner))...",
          argument: "elements", name: name)
      default: nil
      }
    }
  }

  private var literals: [Code] {
    literalCases.map { literal in
      Code("\(access)init(\(literal.initializer))", body: "self = .\(literal.name)(\(literal.argument))")
    }
  }
}

extension CaseKind {
  /// The kind of JSON as the runtime calls it.
  fileprivate var json: String {
    switch self {
    case .object: "object"
    case .list: "array"
    case .bool: "bool"
    case .number: "number"
    case .text, .date, .localTimestamp, .timestamp, .uuid, .mailDate: "string"
    }
  }
}

extension UnionDeclaration.Case {
  /// Whether it is one of several kinds of text, which its form identifies.
  fileprivate var isText: Bool {
    kinds.contains(where: \.isText)
  }
}
