import TributaryLanguage

/// A union: an enum with a case for each model, and two that keep the JSON.
///
/// It is indirect, or every copy of an item would copy all fields of the largest model.
struct UnionTemplate {
  var declaration: UnionDeclaration
  var symbols: Symbols

  var code: Code {
    """
    \(Code.documentation(declaration.summary))
    \(access)indirect nonisolated enum \(ReservedWords.escape(declaration.name)): TaggedUnion {
      \(Code(lines: declaration.cases.map { "case \(ReservedWords.escape($0.name))(\(symbols.spelling($0.type)))" }))
      /// Content under a tag that is not in the spec, as received.
      case other(tag: String?, RawJSON)
      /// Content under a known tag that does not decode, as received, and why.
      case undecodable(tag: String, RawJSON, JSONError)

      \(access)static func read(from reader: inout JSONReader, tag: String) throws(JSONError) -> Self? {
        switch tag {
        \(Code(lines: declaration.cases.compactMap(reading)))
        default: nil
        }
      }

      \(access)func encode(into writer: inout JSONWriter) {
        switch self {
        \(Code(lines: declaration.cases.map { "case .\(member($0))(let value): value.encode(into: &writer)" }))
        case .other(_, let content), .undecodable(_, let content, _): content.encode(into: &writer)
        }
      }
    }
    """
  }

  private var access: String { declaration.access.modifier }

  private func member(_ element: UnionDeclaration.Case) -> String { ReservedWords.escapeMember(element.name) }

  private func reading(_ element: UnionDeclaration.Case) -> String? {
    element.tag.map { tag in
      "case \(Escaping.literal(tag)): .\(member(element))(try \(symbols.spelling(element.type))(from: &reader))"
    }
  }
}
