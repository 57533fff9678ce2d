import TributaryLanguage

/// The content of a request as the runtime is given it: `.json(body)`, or `.json(.field("labels", labels))`.
struct BodyTemplate {
  var endpoint: EndpointDeclaration
  /// The name of the argument, where the body is one value.
  var name: String

  /// The argument, or nothing where the request has no content.
  var argument: [PackedList.Item] {
    let fields = endpoint.parameters.filter { $0.place == .body }
    guard fields.isEmpty else {
      return [
        .list(
          PackedList(.arguments, "body: .\(endpoint.bodyEncoding.rawValue)(", fields.map(code) + options, ")"))
      ]
    }
    guard let type = endpoint.body else { return [] }
    if type.isOptional { return [.text("body: \(name).map { \(value("$0")) }")] }
    return [.text("body: \(value(name))")]
  }

  private func value(_ name: String) -> String {
    switch endpoint.bodyFormat {
    case .json: ".\(endpoint.bodyEncoding.rawValue)(\(([name] + options).joined(separator: ", ")))"
    case .bytes: ".bytes(\(name))"
    case .text: ".text(\(name))"
    case .lines, .textLines, .events, .textEvents: ".lines(\(name))"
    }
  }

  private var options: [String] {
    var options: [String] = []
    if let key = endpoint.bodyWrapper { options.append("in: \(Escaping.literal(key))") }
    if endpoint.bodyEncoding != .json, endpoint.bodyStyle != .repeated {
      options.append("style: .\(endpoint.bodyStyle.rawValue)")
    }
    return options
  }

  private func code(_ field: ParameterDeclaration) -> String {
    let wireName = Escaping.literal(field.wireName)
    if let constant = field.constant { return ".field(\(wireName), \(constant.literal))" }
    let value = ReservedWords.escape(field.name)
    // A map has a style of its own where it has no form in that of the others.
    let style =
      endpoint.bodyEncoding == .json || field.type.wrapped.isPlain || field.style == endpoint.bodyStyle
      ? "" : ", style: .\(field.style.rawValue)"
    let wire = field.wire.map { ", as: .\($0.rawValue)" } ?? ""
    guard field.isFile else { return ".field(\(wireName), \(value)\(wire)\(style))" }
    let isList = if case .list = field.type.wrapped { true } else { false }
    return ".\(isList ? "files" : "file")(\(wireName), \(value)\(isList ? style : ""))"
  }
}
