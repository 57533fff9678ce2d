extension JSONReader {
  /// The closing quote of the string that begins at the cursor if it is plain, which nearly all are: ASCII, without
  /// escapes, and not among the last bytes of the text. Otherwise `nil`, and nothing is known.
  @inline(__always)
  var endOfPlainString: UnsafePointer<UInt8>? {
    var last = cursor
    while end - last >= 8 {
      let word = ByteWord(at: last)
      let marks = word.stringMarks | word.nonASCII
      if marks == 0 {
        last += 8
        continue
      }
      last += ByteWord.firstIndex(in: marks)
      return last.pointee == 0x22 ? last : nil
    }
    return nil
  }

  /// Checks the string whose opening quote lies just before the cursor and moves behind its closing quote.
  ///
  /// Everything is checked here: UTF-8, escapes, control characters. What follows can take the bytes as they are.
  mutating func scanString() throws(JSONError) -> StringScan {
    let start = cursor
    var hasEscapes = false
    while true {
      while end - cursor >= 8 {
        let word = ByteWord(at: cursor)
        let marks = word.stringMarks | word.nonASCII
        guard marks == 0 else {
          cursor += ByteWord.firstIndex(in: marks)
          break
        }
        cursor += 8
      }
      guard cursor < end else { throw error(.unexpectedEnd) }
      let byte = cursor.pointee
      if byte == 0x22 {
        let scan = StringScan(start: start, end: cursor, hasEscapes: hasEscapes)
        cursor += 1
        return scan
      }
      if byte == 0x5C {
        hasEscapes = true
        try skipEscape()
      } else if byte >= 0x80 {
        try skipMultibyteScalar()
      } else if byte < 0x20 {
        throw error(.controlCharacter(byte))
      } else {
        cursor += 1
      }
    }
  }

  /// Checks an escape, or a pair of escapes that make a surrogate pair, and moves behind it.
  private mutating func skipEscape() throws(JSONError) {
    let escape = cursor
    guard end - cursor >= 2 else { throw JSONError(offset: end - start, .unexpectedEnd) }
    switch cursor[1] {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: cursor += 2
    case 0x75:
      let unit = try scanUnicodeEscape()
      guard unit & 0xF800 == 0xD800 else { return }
      guard unit < 0xDC00 else { throw error(.loneSurrogate, at: escape) }
      guard cursor < end else { throw error(.unexpectedEnd) }
      guard cursor.pointee == 0x5C else { throw error(.loneSurrogate, at: escape) }
      guard end - cursor >= 2 else { throw JSONError(offset: end - start, .unexpectedEnd) }
      guard cursor[1] == 0x75 else { throw error(.loneSurrogate, at: escape) }
      guard try scanUnicodeEscape() & 0xFC00 == 0xDC00 else { throw error(.loneSurrogate, at: escape) }
    default: throw error(.invalidEscape)
    }
  }

  /// Reads `\uXXXX`, whose first two bytes are known, and moves behind it.
  private mutating func scanUnicodeEscape() throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for index in 2..<6 {
      guard end - cursor > index else { throw JSONError(offset: end - start, .unexpectedEnd) }
      guard let digit = Hexadecimal.value(of: cursor[index]) else { throw error(.invalidEscape) }
      unit = unit << 4 | UInt16(digit)
    }
    cursor += 6
    return unit
  }

  /// Checks one scalar of two to four bytes by Table 3-7 of the Unicode standard and moves behind it.
  private mutating func skipMultibyteScalar() throws(JSONError) {
    let length = UTF8Scalar.length(at: cursor, end: end)
    guard length > 0 else { throw error(.invalidUTF8) }
    cursor += length
  }
}
