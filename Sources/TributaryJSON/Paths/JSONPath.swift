/// The path from the root of a text to a value: `$.objects[3].status_id`.
public struct JSONPath: Sendable, Hashable, CustomStringConvertible {
  /// One step down.
  public enum Step: Sendable, Hashable {
    /// Into the member of an object.
    case name(String)
    /// Into the element of an array, from 0.
    case index(Int)
  }

  /// The steps from the root, outermost first; none for the root itself.
  public var steps: [Step]

  /// A path from its steps.
  public init(steps: [Step]) { self.steps = steps }

  /// The path of the innermost value around a byte, found by reading the text up to it.
  ///
  /// A name, and everything between it and the value, belongs to the member. The text need not be valid: what comes
  /// before the byte is followed as far as possible.
  public init(offset: Int, in bytes: SharedBytes) {
    var walk = PathWalk()
    walk.run(to: offset, in: bytes)
    steps = walk.steps
  }

  /// The path as text. The root is `$`; a name with other characters than letters, digits and `_` is in brackets and
  /// quotes.
  public var description: String {
    steps.reduce(into: "$") { text, step in
      switch step {
      case .index(let index): text += "[\(index)]"
      case .name(let name) where Self.isPlain(name): text += ".\(name)"
      case .name(let name): text += "[\(Self.quoted(name))]"
      }
    }
  }

  /// The name as a JSON string.
  private static func quoted(_ name: String) -> String {
    name.unicodeScalars.reduce(into: "\"") { text, scalar in
      switch scalar {
      case "\"", "\\": text += "\\\(scalar)"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..."\u{1F}": text += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    } + "\""
  }

  private static func isPlain(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
      default: false
      }
    }
  }
}
