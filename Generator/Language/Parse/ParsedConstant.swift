import TributaryJSON

extension FileReader {
  /// Reads `{ "const": value }`, which has no type of its own and no name in Swift.
  ///
  /// - Parameter others: The keys that are allowed beside it.
  mutating func constant(_ parts: ObjectParts, besides others: [String] = ["summary"]) -> Located<ConstantValue>? {
    guard let node = parts["const"] else { return nil }
    if let type = parts["type"] {
      findings.error("\"const\" has its type from the value", at: location(type.offset), advice: "remove \"type\"")
    }
    for key in parts.keys.sorted() where key != "const" && key != "type" && !others.contains(key) {
      guard let other = parts[key] else { continue }
      findings.error(
        "\(key.quoted) does not apply to a constant, which is no argument", at: location(other.offset),
        advice: "remove it")
    }
    return constant(node, "\"const\"")
  }

  /// Reads a text, a number or a boolean.
  mutating func constant(_ node: JSONNode, _ what: String) -> Located<ConstantValue>? {
    let place = location(node.offset)
    switch node.kind {
    case .string(let text): return Located(value: .string(text), location: place)
    case .bool(let flag): return Located(value: .bool(flag), location: place)
    case .number(let number): return Located(value: .number(number.text), location: place)
    case .null, .array, .object:
      mismatch(node, expected: "a string, a number, true or false", what)
      return nil
    }
  }

  /// Reads the constant of a field, whose number Swift must be able to write.
  mutating func fieldConstant(_ parts: ObjectParts) -> Located<ConstantValue>? {
    constant(parts, besides: ["summary", "readOnly"]).flatMap { exact($0) }
  }

  /// A constant whose number Swift can write.
  mutating func exact(_ constant: Located<ConstantValue>) -> Located<ConstantValue>? {
    guard case .number(let text) = constant.value, let number = JSONNumber(text: text) else { return constant }
    if let int = number.int { return Located(value: .number(String(int)), location: constant.location) }
    if let double = JSONNumber(number.double), double == number {
      return Located(value: .number(double.text), location: constant.location)
    }
    findings.error("the number \(text.quoted) has more digits than a double holds", at: constant.location)
    return nil
  }
}
