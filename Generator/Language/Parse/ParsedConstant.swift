import TributaryJSON

extension FileReader {
  /// Reads `{ "const": value }`, which has no type of its own and no name in Swift.
  mutating func constant(_ parts: ObjectParts) -> Located<ConstantValue>? {
    guard let node = parts["const"] else { return nil }
    if let type = parts["type"] {
      findings.error("\"const\" has its type from the value", at: location(type.offset), advice: "remove \"type\"")
    }
    for key in parts.keys.sorted() where !["const", "type", "summary"].contains(key) {
      guard let other = parts[key] else { continue }
      findings.error(
        "\(key.quoted) does not apply to a constant, which is no argument", at: location(other.offset),
        advice: "remove it")
    }
    let place = location(node.offset)
    switch node.kind {
    case .string(let text): return Located(value: .string(text), location: place)
    case .bool(let flag): return Located(value: .bool(flag), location: place)
    case .number(let number): return Located(value: .number(number.text), location: place)
    case .null, .array, .object:
      mismatch(node, expected: "a string, a number, true or false", "\"const\"")
      return nil
    }
  }
}
