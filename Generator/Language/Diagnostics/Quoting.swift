extension String {
  /// The text in quotation marks, shortened if it is too long for a message.
  var quoted: String {
    let scalars = unicodeScalars.prefix(80)
    let isCut = scalars.endIndex < unicodeScalars.endIndex
    return "\"" + String(scalars).visible + (isCut ? "..." : "") + "\""
  }

  /// The text on one line, with invisible characters spelled out.
  var visible: String {
    guard unicodeScalars.contains(where: \.isInvisible) else { return self }
    return unicodeScalars.map { $0.isInvisible ? $0.spelledOut : String($0) }.joined()
  }
}

extension Unicode.Scalar {
  /// Whether the scalar is invisible, although it may change the layout of the text around it: control characters, line
  /// separators, spaces without a width, the marks that turn the direction of writing. What joins letters and emoji is
  /// seen by what it joins.
  var isInvisible: Bool {
    guard value > 0x7E else { return value < 0x20 }
    return switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: properties.isDefaultIgnorableCodePoint && !(0x200C...0x200D ~= value)
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
