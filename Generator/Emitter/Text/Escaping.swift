/// Puts text from a spec into Swift text, so that it cannot become code.
enum Escaping {
  /// A string literal with its quotes, on one line for any text.
  static func literal(_ text: String) -> String { "\"" + literalContent(text) + "\"" }

  /// The content between the quotes of a string literal.
  static func literalContent(_ text: String) -> String {
    if text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 && $0 != 0x22 && $0 != 0x5C }) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if isInvisible(scalar) {
          result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }

  /// The lines of a text, without characters that end a line or hide what follows.
  static func lines(_ text: String) -> [String] {
    var lines = [""]
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if scalar == "\n" && previous == "\r" {
        // The second half of one line break.
      } else if isLineBreak(scalar) {
        lines.append("")
      } else {
        lines[lines.count - 1].unicodeScalars.append(isInvisible(scalar) ? " " : scalar)
      }
      previous = scalar
    }
    return lines
  }

  private static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  /// Control characters, separators other than the space, and marks that change the direction of writing.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    // The table of categories is used only for characters that need it.
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned,
      .spaceSeparator:
      true
    default: false
    }
  }
}
