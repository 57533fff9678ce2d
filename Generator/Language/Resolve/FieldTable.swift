/// The fields of every model, to follow paths through them.
struct FieldTable {
  private struct Model {
    var parameters: [String]
    var fields: [String: ResolvedField]
    var isOpen: Bool
    var knowsFields: Bool
    /// The names of the fields on the wire, for suggestions.
    var names: [String]
  }

  private var models: [String: Model] = [:]
  /// The enums whose values are texts.
  private var texts: [String: ResolvedEnum] = [:]

  init(_ files: [ResolvedFile]) {
    for model in files.flatMap(\.models) where models[model.parsed.name.value] == nil {
      models[model.parsed.name.value] = Model(
        parameters: model.parsed.parameters.map(\.value),
        fields: Dictionary(model.fields.map { ($0.parsed.wireName.value, $0) }) { first, _ in first },
        isOpen: model.parsed.isOpen, knowsFields: model.parsed.knowsFields,
        names: model.fields.map(\.parsed.wireName.value))
    }
    for declaration in files.flatMap(\.enums) where declaration.parsed.raw == .string {
      texts[declaration.parsed.name.value] = declaration
    }
  }

  /// Follows a path through fields. Each step takes the longest name that fits, because a name may contain dots. A
  /// whole number is an index in a list.
  ///
  /// - Parameters:
  ///   - names: The names on the wire; at least one.
  ///   - start: The type that the path begins at.
  ///   - takesConstants: Whether it may end at a constant, which has no property in Swift.
  /// - Returns: The path, or `nil` if it does not exist, which is reported at the first name that does not fit.
  func follow(
    _ names: [Located<String>], from start: TypeReference, takesConstants: Bool = false, _ findings: inout Findings
  ) -> FieldPath? {
    var path = FieldPath(steps: [], type: start)
    var rest = names[...]
    while let name = rest.first {
      if let (element, index) = place(name, in: path.type.wrapped) {
        path.type = element
        path.steps.append(FieldPath.Step(name: "", wireName: name.value, isOptional: true, index: index))
        rest.removeFirst()
        continue
      }
      guard case .model(let modelName, let arguments) = path.type.wrapped else {
        let whole =
          rest.startIndex == 0 ? "it begins at" : "\(names[rest.startIndex - 1].value.quoted) is"
        findings.error(
          "no field \(name.value.quoted) can be here: \(whole) \(path.type.wrapped.kind)", at: name.location,
          advice: "a path leads through models only")
        return nil
      }
      guard let model = models[modelName], model.knowsFields else { return nil }
      let lengths = (1...rest.count).reversed()
      let texts = lengths.lazy.map { (length: $0, name: rest.prefix($0).map(\.value).joined(separator: ".")) }
      guard let (length, wireName) = texts.first(where: { model.fields[$0.name] != nil }),
        let field = model.fields[wireName]
      else {
        findings.error(
          "\(modelName.quoted) has no field \(name.value.quoted)", at: name.location,
          misspelling: Misspelling(word: name.value, candidates: model.names),
          advice: model.names.count <= 8 && !model.names.isEmpty ? "it has \(listed(model.names))" : nil)
        return nil
      }
      if field.parsed.constant != nil {
        guard takesConstants else {
          findings.error(
            "\(name.value.quoted) is a constant, which is no property", at: name.location, advice: "name another field")
          return nil
        }
      } else if field.name.isEmpty {
        return nil
      }
      guard let type = field.type else { return nil }
      let given = Dictionary(zip(model.parameters, arguments)) { first, _ in first }
      path.type = type.value.replacing(given)
      path.wire = field.wire
      let isOptional = if case .optional = path.type { true } else { false }
      path.steps.append(FieldPath.Step(name: field.name, wireName: wireName, isOptional: isOptional))
      rest.removeFirst(length)
    }
    return path
  }

  /// The type of an element of a list.
  private func place(_ name: Located<String>, in type: TypeReference) -> (element: TypeReference, index: Int)? {
    switch type {
    case .list(let element), .records(let element):
      guard let index = Int(name.value), index >= 0, String(index) == name.value else { return nil }
      return (element, index)
    default: return nil
    }
  }

  /// A field of a model by its name on the wire.
  func field(_ name: String, of model: String) -> ResolvedField? { models[model]?.fields[name] }

  /// Whether a model keeps fields that it does not declare.
  func isOpen(_ model: String) -> Bool { models[model]?.isOpen ?? false }

  /// The names of a model's fields on the wire.
  func names(of model: String) -> [String] { models[model]?.names ?? [] }

  /// Whether a value is a text, optional or not: a string or a value of an enum of strings.
  func isText(_ type: TypeReference) -> Bool {
    switch type.wrapped {
    case .scalar(.string): true
    case .enumeration(let name): texts[name] != nil
    default: false
    }
  }

  /// The values of a text that the spec lists; `nil` if it lists none.
  func values(of type: TypeReference) -> [String]? {
    guard case .enumeration(let name) = type.wrapped, let declaration = texts[name] else { return nil }
    return declaration.cases.compactMap { item in
      if case .string(let text)? = item.parsed.value?.value { text } else { nil }
    }
  }
}

extension TypeReference {
  /// The type with arguments in place of parameters.
  fileprivate func replacing(_ arguments: [String: TypeReference]) -> TypeReference {
    switch self {
    case .parameter(let name): arguments[name] ?? self
    case .model(let name, let own): .model(name, arguments: own.map { $0.replacing(arguments) })
    case .union(let name, let own): .union(name, arguments: own.map { $0.replacing(arguments) })
    case .identifier(let name):
      if case .model(let model, _)? = arguments[name] { .identifier(model: model) } else { self }
    case .optional(let inner): .optional(inner.replacing(arguments))
    case .list(let inner): .list(inner.replacing(arguments))
    case .map(let inner): .map(inner.replacing(arguments))
    case .records(let inner): .records(inner.replacing(arguments))
    case .change(let inner): .change(inner.replacing(arguments))
    case .scalar, .enumeration, .query: self
    }
  }
}
