extension JSONWriter {
  /// Writes null.
  public mutating func null() { literal("null") }

  /// Writes `true` or `false`.
  package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

  /// Writes an integer.
  package mutating func int(_ value: Int) {
    separate()
    digits(value)
  }

  /// Writes the shortest text that reads back as the same double. JSON has no infinity and no NaN: they are reported as
  /// ``error``.
  package mutating func double(_ value: Double) {
    guard value.isFinite else { return refuse(value) }
    separate()
    digits(value)
  }

  /// Writes what no reader accepts as a value.
  mutating func undefined() { literal("undefined") }

  private mutating func literal(_ word: StaticString) {
    separate()
    word.withUTF8Buffer { append($0) }
  }

  /// Appends text that needs no escape, without quotes.
  mutating func plain(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }
}

// Digits alone, for numbers inside and outside of strings.
extension JSONWriter {
  mutating func digits(_ value: Int) {
    finish(at: DecimalDigits.put(value, at: reserve(DecimalDigits.room)))
  }

  /// The value must be finite.
  mutating func digits(_ value: Double) {
    if let whole = Int(exactly: value), whole.magnitude < 1 << 53, whole != 0 || value.sign == .plus {
      return digits(whole)
    }
    var text = value.description
    if text.hasSuffix(".0") { text.removeLast(2) }
    plain(text)
  }
}
