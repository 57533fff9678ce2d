import TributaryLanguage

/// A parameter of the query or a header as the runtime is given it: `.item("page", page)`.
struct RequestItemTemplate {
  var parameter: ParameterDeclaration

  /// The expression.
  var code: String {
    let wireName = parameter.isRenamable ? parameter.name + "Name" : Escaping.literal(parameter.wireName)
    if let constant = parameter.constant { return ".constant(\(wireName), \(Escaping.literal(constant.text)))" }
    let value = ReservedWords.escape(parameter.name)
    let kind: String? =
      switch (parameter.type.wrapped, parameter.place == .header ? .comma : parameter.style) {
      case (.map(let value), .brackets): value.isPlain ? "brackets" : nil
      case (.list, .repeated): "repeated"
      case (.list, .comma): "commaList"
      default: parameter.type.wrapped.isPlain ? "item" : nil
      }
    guard let kind else { return ".item(\(wireName), \(value), style: .\(parameter.style.rawValue))" }
    return ".\(kind)(\(wireName), \(value))"
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
