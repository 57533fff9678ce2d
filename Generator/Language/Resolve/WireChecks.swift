/// Wire forms: each is for certain types, and reaches through `?`, `[ ]` and `{ }` only.
enum WireChecks {
  /// Reports a wire form that values of a type cannot have.
  static func check(_ wire: Located<WireForm>, of type: TypeReference, _ findings: inout Findings) {
    let value = type.plainValue
    let name = wire.value.rawValue.quoted
    switch value {
    case .scalar(let scalar) where wire.value.types.contains(scalar): return
    case .model(let model, _), .union(let model, _):
      findings.error(
        "\"wire\" does not reach into \(model.quoted)", at: wire.location,
        advice: "say it at its fields")
    case .records, .query, .parameter:
      findings.error("\"wire\" does not reach into \(value.kind)", at: wire.location, advice: "remove it")
    case .scalar, .identifier, .enumeration, .optional, .list, .map, .change:
      let names = wire.value.types.map(\.rawValue)
      let types = names.dropLast().joined(separator: ", ") + (names.count > 1 ? " or " : "") + (names.last ?? "")
      findings.error(
        "\(name) is for \(types.withArticle), and this is \(value.kind)", at: wire.location,
        advice: "remove it")
    }
  }
}
