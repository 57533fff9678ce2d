/// A type as a spec writes it, not resolved: every name in it may mean nothing.
struct TypeExpression: Sendable {
  /// What is written.
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

  /// The type without its `?`.
  var wrapped: TypeExpression {
    if case .optional(let wrapped) = form { wrapped } else { self }
  }

  /// The type with a `?`.
  var optional: TypeExpression {
    if case .optional = form { self } else { TypeExpression(form: .optional(self), location: location) }
  }

  /// Whether a name stands anywhere in it.
  func mentions(_ name: String) -> Bool {
    switch form {
    case .named(let other, let arguments): other == name || arguments.contains { $0.mentions(name) }
    case .optional(let inner), .list(let inner), .map(let inner): inner.mentions(name)
    }
  }

  /// The type with another one wherever a name stands.
  func replacing(_ name: String, by type: TypeExpression) -> TypeExpression {
    let form: Form
    switch self.form {
    case .named(name, let arguments) where arguments.isEmpty: return type
    case .named(let other, let arguments):
      form = .named(other, arguments: arguments.map { $0.replacing(name, by: type) })
    case .optional(let inner): form = .optional(inner.replacing(name, by: type))
    case .list(let inner): form = .list(inner.replacing(name, by: type))
    case .map(let inner): form = .map(inner.replacing(name, by: type))
    }
    return TypeExpression(form: form, location: location)
  }
}
