extension TypeReference {
  /// The type without its `?`.
  package var wrapped: TypeReference {
    if case .optional(let wrapped) = self { wrapped } else { self }
  }

  /// The type of a present value: the type without its `?`, or the value of a change.
  var content: TypeReference {
    if case .change(let value) = self { value } else { wrapped }
  }

  /// Whether it is one value that can be written as plain text: in a path, a query, a header, a form.
  package var isPlain: Bool {
    switch self {
    case .scalar(let scalar): scalar != .json
    case .identifier, .enumeration: true
    case .model, .union, .query, .parameter, .optional, .list, .map, .records, .change: false
    }
  }

  /// A description for messages: `a list`.
  var kind: String {
    switch self {
    case .scalar(.json): "JSON of any kind"
    case .scalar(let scalar): scalar.rawValue.quoted
    case .identifier: "an identifier"
    case .model(let name, _): "the model \(name.quoted)"
    case .enumeration(let name): "the enum \(name.quoted)"
    case .parameter(let name): "the parameter \(name.quoted)"
    case .optional: "optional"
    case .list: "a list"
    case .map: "a map"
    case .records: "a list of records"
    case .union(let name, _): "the union \(name.quoted)"
    case .query(let model): "a query for \(model.quoted)"
    case .change: "a change"
    }
  }
}
