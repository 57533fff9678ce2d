/// Random JSON texts, spaced and escaped in every way that the grammar allows.
struct RandomJSON {
  var generator: SeededGenerator
  /// Whether numbers stay within what Foundation keeps exactly.
  var numbersAreModest = true

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func document() -> String { space() + value(depth: 0) + space() }

  private mutating func pick(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

  private mutating func space() -> String {
    guard pick(3) == 0 else { return "" }
    return (0..<pick(12)).map { _ in [" ", "\n", "\t", "\r", " ", " "][pick(6)] }.joined()
  }

  private mutating func value(depth: Int) -> String {
    switch pick(depth > 5 ? 6 : 10) {
    case 0: return "null"
    case 1: return pick(2) == 0 ? "true" : "false"
    case 2, 3: return number()
    case 4, 5: return string()
    case 6, 7:
      let elements = (0..<pick(6)).map { _ in space() + value(depth: depth + 1) + space() }
      return "[" + (elements.isEmpty ? space() : elements.joined(separator: ",")) + "]"
    default:
      // Numbered, so that no name comes twice: that is where parsers may differ.
      let members = (0..<pick(6)).map { index in
        space() + string(prefix: "\(index)") + space() + ":" + space() + value(depth: depth + 1) + space()
      }
      return "{" + (members.isEmpty ? space() : members.joined(separator: ",")) + "}"
    }
  }

  mutating func number() -> String {
    let sign = pick(3) == 0 ? "-" : ""
    switch pick(numbersAreModest ? 4 : 6) {
    case 0: return sign + "\(pick(10))"
    case 1: return sign + "\(pick(1_000_000_000))"
    case 2: return sign + "\(pick(1000)).\(pick(10000))"
    case 3: return sign + "\(pick(1000)).\(pick(100))e\(["", "+", "-"][pick(3)])\(pick(12))"
    case 4: return sign + "\(generator.next())\(pick(10)).\(generator.next())E\(["", "-"][pick(2)])\(pick(330))"
    default: return sign + "0.\(String(repeating: "0", count: pick(30)))\(generator.next())e\(pick(60))"
    }
  }

  mutating func string(prefix: String = "") -> String {
    var text = "\"" + prefix
    for _ in 0..<pick(20) {
      switch pick(16) {
      case 0: text += ["\\n", "\\t", "\\r", "\\b", "\\f", "\\/", "\\\\", "\\\""][pick(8)]
      case 1: text += ["\\u0041", "\\u00e5", "\\u20AC", "\\uD83D\\ude00", "\\u0000", "\\uFFFF", "\\ud7ff"][pick(7)]
      case 2: text += ["å", "ä", "é", "ß", "\u{7F}", "\u{80}", "\u{7FF}"][pick(7)]
      case 3: text += ["€", "漢", "\u{800}", "\u{FFFD}", "\u{D7FF}", "\u{E000}"][pick(6)]
      case 4: text += ["😀", "\u{10000}", "\u{10FFFF}", "🇸🇪"][pick(4)]
      default: text += ["a", "B", "7", " ", "_", "{", "]", ",", ":", "xyz", "lorem ipsum "][pick(11)]
      }
    }
    return text + "\""
  }
}
