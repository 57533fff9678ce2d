import TributaryLanguage

/// An open enum.
struct EnumTemplate {
  var declaration: EnumDeclaration
  /// Whether queries compare fields with its values.
  var isCompared = false
  /// Whether patches set fields to its values.
  var isPatched = false

  var code: Code {
    """
    \(Code.documentation(declaration.summary, deprecated: declaration.deprecated))
    \(access)nonisolated enum \(ReservedWords.escape(declaration.name)): OpenEnum\(isCompared ? ", FilterOperand" : "") {
      \(knownCases)
      /// A value that is not in the spec, as received.
      case other(\(raw))
      \(Code(declaration.cases.filter { $0.deprecated != nil }.map(deprecatedCase)))

      /// The values that the spec lists, in its order.
      \(Code(PackedList(.elements, "\(access)static let \(knownName): [Self] = [", known.map(reference), "]")))

      \(access)init(rawValue: \(raw)) {
        switch rawValue {
        \(Code(lines: known.map { "case \($0.value.literal): self = .\(ReservedWords.escapeMember($0.name))" }))
        default: self = .other(rawValue)
        }
      }

      \(access)var rawValue: \(raw) {
        switch self {
        \(Code(lines: known.map { "case .\(ReservedWords.escapeMember($0.name)): \($0.value.literal)" }))
        case .other(let rawValue): rawValue
        }
      }
    }

    \(changes)
    """
  }

  /// Constants that let a patch name a case directly: `IssuePatch(state: .closed)`. Members of the change itself take
  /// precedence.
  private var changes: Code {
    guard isPatched else { return .nothing }
    let names = known.map(\.name).filter { !["clear", "leave", "set"].contains($0) }
    guard !names.isEmpty else { return .nothing }
    return """
      nonisolated extension Change<\(ReservedWords.escape(declaration.name))> {
        \(Code(lines: names.map { "\(access)static var \(ReservedWords.escape($0)): Self { .set(.\(ReservedWords.escapeMember($0))) }" }))
      }
      """
  }

  private var access: String { declaration.access.modifier }

  /// The values that become cases. A deprecated one becomes a constant, because using it in the enum's own code would
  /// cause a warning.
  private var known: [EnumDeclaration.Case] { declaration.cases.filter { $0.deprecated == nil } }

  /// The name of the list of known cases; a case may have the preferred name.
  private var knownName: String { UniqueName.make("known", avoiding: declaration.cases.map(\.name)) }

  private func reference(_ element: EnumDeclaration.Case) -> String {
    ".\(ReservedWords.escapeMember(element.name))"
  }

  private var raw: String {
    switch declaration.raw {
    case .int: "Int"
    case .string: "String"
    }
  }

  /// The cases in order; those without documentation share lines.
  private var knownCases: Code {
    var pieces: [Code] = []
    var names: [String] = []
    func flush() {
      if !names.isEmpty { pieces.append(Code(PackedList(.bindings, "case ", names))) }
      names = []
    }
    for element in known {
      guard let summary = element.summary else {
        names.append(ReservedWords.escape(element.name))
        continue
      }
      flush()
      pieces.append(
        """
        \(Code.documentation(summary))
        case \(ReservedWords.escape(element.name))
        """)
    }
    flush()
    return Code(pieces)
  }

  private func deprecatedCase(_ element: EnumDeclaration.Case) -> Code {
    """
    \(Code.documentation(element.summary))
    \(Code.deprecation(element.deprecated))
    \(Code("\(access)static var \(ReservedWords.escape(element.name)): Self", body: ".other(\(element.value.literal))"))
    """
  }
}
