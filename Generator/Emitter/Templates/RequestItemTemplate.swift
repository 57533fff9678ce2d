import TributaryLanguage

/// A parameter of the query or a header as the runtime is given it: `.item("page", page)`.
struct RequestItemTemplate {
  var parameter: ParameterDeclaration

  /// The expression.
  var code: String {
    let wireName = parameter.isRenamable ? parameter.name + "Name" : Escaping.literal(parameter.wireName)
    if let constant = parameter.constant { return ".constant(\(wireName), \(Escaping.literal(constant.text)))" }
    let value = ReservedWords.escape(parameter.name)
    if let wire = parameter.wire {
      // A header has the time zone that HTTP wants.
      let form = parameter.place == .header && wire == .rfc2822 ? "httpDate" : wire.rawValue
      let style = parameter.place == .header ? .comma : parameter.style
      let isPlain = parameter.type.wrapped.isPlain
      return ".item(\(wireName), \(value), as: .\(form)\(isPlain ? "" : ", style: .\(style.rawValue)"))"
    }
    let kind: String? =
      switch (parameter.type.wrapped, parameter.place == .header ? .comma : parameter.style) {
      case (.map(let value), .brackets): value.isPlain || parameter.holdsPlainUnion ? "brackets" : nil
      case (.list, .repeated): "repeated"
      case (.list, .comma): "commaList"
      default: isOneValue ? "item" : nil
      }
    guard let kind else { return ".item(\(wireName), \(value), style: .\(parameter.style.rawValue))" }
    return ".\(kind)(\(wireName), \(value))"
  }

  /// Whether it is one plain value, or a union of such values.
  private var isOneValue: Bool {
    guard case .union = parameter.type.wrapped else { return parameter.type.wrapped.isPlain }
    return parameter.holdsPlainUnion && (parameter.place == .header || parameter.style != .json)
  }

  /// The arguments `query` and `headers`, where there is something in them.
  static func lists(of parameters: [ParameterDeclaration]) -> [PackedList.Item] {
    list("query", parameters.filter { $0.place == .query }) + list("headers", parameters.filter { $0.place == .header })
  }

  private static func list(_ label: String, _ parameters: [ParameterDeclaration]) -> [PackedList.Item] {
    let items = parameters.map { RequestItemTemplate(parameter: $0).code }
    return items.isEmpty ? [] : [.list(PackedList(.elements, "\(label): [", items, "]"))]
  }
}
