extension String {
  /// The text in quotation marks, fit for a message of one line: signs that cannot be seen are spelt out, and what is
  /// too long is cut.
  var quoted: String {
    var text = "\""
    for (index, scalar) in unicodeScalars.enumerated() {
      guard index < 80 else {
        text += "..."
        break
      }
      if scalar.isInvisible {
        text += scalar.spelledOut
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}

extension Unicode.Scalar {
  /// Whether the scalar changes how text around it is laid out, without being seen itself: control characters, line
  /// separators, and the marks that turn the direction of writing.
  var isInvisible: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: (0x200E...0x200F ~= value) || (0x202A...0x202E ~= value) || (0x2066...0x2069 ~= value)
    default: false
    }
  }

  /// `U+202E`.
  var spelledOut: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

/// Words joined for a sentence: `"a", "b" and "c"`.
func listed(_ words: [String], by conjunction: String = "and") -> String {
  let quoted = words.map(\.quoted)
  guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
  return quoted.dropLast().joined(separator: ", ") + " \(conjunction) " + last
}
