import TributaryJSON

extension FileReader {
  /// The value of a key `const`, and where it stands.
  mutating func constant(_ node: JSONNode?, _ what: String = "\"const\"") -> Located<ConstantValue>? {
    guard let node else { return nil }
    let place = location(node.offset)
    switch node.kind {
    case .string(let text): return Located(value: .string(text), location: place)
    case .bool(let value): return Located(value: .bool(value), location: place)
    case .number(let number):
      if let int = number.int { return Located(value: .int(int), location: place) }
      if number.double.isFinite, JSONNumber(number.double) == number {
        return Located(value: .double(number.double), location: place)
      }
      findings.error("the number \(number.text.quoted) has more digits than a double holds", at: place)
    case .null, .array, .object: mismatch(node, expected: "a string, a number, true or false", what)
    }
    return nil
  }

  /// Reports what cannot stand beside a constant.
  ///
  /// - Parameter others: What is wrong with keys that stand beside it.
  mutating func checkConstant(_ node: JSONNode, others: [String: String] = [:]) {
    guard case .object(let members) = node.kind else { return }
    for member in members {
      if member.key == "type" {
        findings.error(
          "\"const\" has its type from the value; remove \"type\"", at: location(member.keyOffset))
      } else if let reason = others[member.key] {
        findings.error("\(member.key.quoted) does not go with \"const\": \(reason)", at: location(member.keyOffset))
      }
    }
  }
}
