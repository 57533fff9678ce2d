import TributaryLanguage

/// The statements that set a field to its union once the tag is known.
struct UnionDecision {
  var coding: FieldCoding
  /// All fields of the model.
  var fields: [FieldCoding]
  /// The name of the object being read.
  var object: String
  /// The name of the reader.
  var reader: String
  var symbols: Symbols

  /// The required content, which is checked before anything else is stored. If reading could end with a model half
  /// stored, every model that is read would cost a copy.
  var requirement: Code { isRequiredFirst ? "let \(content) = try \(required)" : .nothing }

  /// Whether the content needs a variable before its case is decided: for conditions, and to search it for the tag.
  private var isRequiredFirst: Bool {
    guard !coding.isOptional else { return false }
    guard conditions.isEmpty, case .beside? = coding.field.tag?.place else { return true }
    return false
  }

  var code: Code {
    guard !coding.isOptional else {
      return """
        if let \(content) = \(coding.local) {
          \(decision)
        }
        """
    }
    return isRequiredFirst ? decision : "\(assignment(content: "try \(required)"))"
  }

  private var content: String {
    UniqueName.make("contentOf" + coding.field.name.capitalizingFirst(), avoiding: fields.map(\.field.name))
  }

  /// The content as received.
  private var payload: String { coding.isUnionBesideTag ? content + ".payload" : content }

  private var required: String { "\(object).require(\(coding.local), \(coding.index))" }

  private var conditions: [TagDeclaration.Condition] { coding.field.tag?.conditions ?? [] }

  private var decision: Code {
    guard !conditions.isEmpty else { return "\(assignment(content: content))" }
    var lines: [String] = []
    for condition in conditions {
      let place = text(at: condition.place)
      let name = ReservedWords.escapeMember(condition.caseName)
      let value = Escaping.literal(condition.value)
      lines.append("\(lines.isEmpty ? "" : "} else ")if \(place) == \(value) {")
      lines.append("  self.\(coding.storage) = .decode(\(payload), \(value), \(coding.wrappedType).\(name))")
    }
    return Code(lines: lines + ["} else {", "  " + assignment(content: content), "}"])
  }

  private func assignment(content: String) -> String {
    guard let tag = coding.field.tag?.place.map(text) else {
      return "self.\(coding.storage) = \(coding.wrappedType)(\(content))"
    }
    return coding.isUnionBesideTag
      ? "self.\(coding.storage) = \(reader).decide(\(content), tag: \(tag))"
      : "self.\(coding.storage) = \(coding.wrappedType)(\(content), tag: \(tag))"
  }

  private func text(at place: TagDeclaration.Place) -> String {
    switch place {
    case .inside(let path): "\(payload).text(at: \(path.map(Escaping.literal).joined(separator: ", ")))"
    case .beside(let path): stored(path) + path.rawValueEnding
    }
  }

  /// A path through stored properties: a computed property cannot be used before all of them have a value.
  private func stored(_ path: FieldPath) -> String {
    guard let first = path.steps.first, let coding = fields.first(where: { $0.field.name == first.name }),
      coding.storage != coding.name
    else { return symbols.spelling(path, from: "self") }
    return symbols.spelling(path.steps.dropFirst(), from: "self.\(coding.value)", isOptional: first.isOptional)
  }
}

extension Symbols {
  /// The path from a value through its fields: `page.meta?.links?.nextPage`.
  func spelling(_ path: FieldPath, from root: String) -> String { spelling(path.steps[...], from: root) }

  /// The rest of a path, from a value that may be `nil`.
  func spelling(_ steps: ArraySlice<FieldPath.Step>, from root: String, isOptional: Bool = false) -> String {
    var text = root
    var isOptional = isOptional
    for step in steps {
      let dot = isOptional ? "?." : "."
      // An index after the end gives `nil` instead of a trap.
      let place = step.index.map { $0 == 0 ? "first" : "dropFirst(\($0)).first" }
      text += dot + (place ?? ReservedWords.escapeMember(step.name))
      isOptional = step.isOptional
    }
    return text
  }
}

extension FieldPath {
  /// The suffix that turns an enum at the end of the path into its text.
  fileprivate var rawValueEnding: String {
    guard case .enumeration = type.wrapped else { return "" }
    return type.isOptional ? "?.rawValue" : ".rawValue"
  }
}
