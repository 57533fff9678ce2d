/// A type as a spec writes it, not resolved: its names may be undeclared.
struct TypeExpression: Sendable {
  /// The written form.
  indirect enum Form: Sendable {
    /// A name with arguments: `string`, `id<Document>`, `Page<Lead>`.
    case named(String, arguments: [TypeExpression])
    case optional(TypeExpression)
    case list(TypeExpression)
    case map(TypeExpression)
  }

  var form: Form
  /// Where it begins.
  var location: Location
}

extension TypeExpression {
  /// The type as a spec writes it.
  var text: String {
    switch form {
    case .named(let name, let arguments):
      arguments.isEmpty ? name : "\(name)<\(arguments.map(\.text).joined(separator: ", "))>"
    case .optional(let wrapped): wrapped.text + "?"
    case .list(let element): "[\(element.text)]"
    case .map(let value): "{\(value.text)}"
    }
  }

  /// What only a whole body or response can be.
  static let contents: Set<String> = ["bytes", "text", "lines", "events"]

  /// Whether it is content that is not one JSON value: bytes, text, lines, events.
  var isContent: Bool {
    if case .named(let name, _) = wrapped.form { Self.contents.contains(name) } else { false }
  }

  /// The type without its `?`.
  var wrapped: TypeExpression {
    if case .optional(let wrapped) = form { wrapped } else { self }
  }

  /// The type with a `?`.
  var optional: TypeExpression {
    if case .optional = form { self } else { TypeExpression(form: .optional(self), location: location) }
  }

  /// Whether it contains a name.
  func mentions(_ name: String) -> Bool {
    switch form {
    case .named(let other, let arguments): other == name || arguments.contains { $0.mentions(name) }
    case .optional(let inner), .list(let inner), .map(let inner): inner.mentions(name)
    }
  }

  /// The type with a name replaced by another type.
  func replacing(_ name: String, by type: TypeExpression) -> TypeExpression { replacing([name: type]) }

  /// The type with some names replaced by other types.
  func replacing(_ types: [String: TypeExpression]) -> TypeExpression {
    let form: Form
    switch self.form {
    case .named(let name, let arguments):
      if arguments.isEmpty, let type = types[name] { return type }
      form = .named(name, arguments: arguments.map { $0.replacing(types) })
    case .optional(let inner):
      let type = inner.replacing(types)
      form = if case .optional = type.form { type.form } else { .optional(type) }
    case .list(let inner): form = .list(inner.replacing(types))
    case .map(let inner): form = .map(inner.replacing(types))
    }
    return TypeExpression(form: form, location: location)
  }
}
