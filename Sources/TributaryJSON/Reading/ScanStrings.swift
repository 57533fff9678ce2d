extension JSONReader {
  /// The closing quote of the string whose first byte is at a position if it is plain, as nearly all are: ASCII, without
  /// escapes, and not among the last bytes of the text. `nil` means that nothing is known about the string.
  @inline(__always)
  func endOfPlainString(from first: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
    var last = first
    while end - last >= ByteBlock.count {
      let count = ByteBlock.plainCount(at: last)
      // What comes after a full block does not wait for its count.
      guard count == ByteBlock.count else { return last[count] == 0x22 ? last + count : nil }
      last += ByteBlock.count
    }
    return Self.endOfShortText(from: last, to: end)
  }

  /// The same from a position close to the end of the text. It is static, because calling a method that is not inlined
  /// copies the reader.
  @inline(never)
  private static func endOfShortText(
    from position: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8>? {
    var last = position
    while end - last >= 8 {
      let marks = ByteWord(at: last).plainStringMarks
      if marks == 0 {
        last += 8
        continue
      }
      last += ByteWord.firstIndex(in: marks)
      return last.pointee == 0x22 ? last : nil
    }
    return nil
  }

  /// Checks the string whose opening quote is just before the cursor, and moves past its closing quote.
  ///
  /// This checks UTF-8, escapes and control characters, so that later code can rely on the bytes. RFC 8259 allows half
  /// a surrogate pair, so it is noted and not refused. So are bytes that are not UTF-8, which affect only the value
  /// that contains them.
  mutating func scanString() throws(JSONError) -> StringScan {
    let start = cursor
    var hasEscapes = false
    var fault: UnsafePointer<UInt8>?
    while true {
      while end - cursor >= ByteBlock.count {
        let count = ByteBlock.plainCount(at: cursor)
        guard count == ByteBlock.count else {
          cursor += count
          break
        }
        cursor += ByteBlock.count
      }
      guard cursor < end else { throw error(.unexpectedEnd) }
      let byte = cursor.pointee
      if byte == 0x22 {
        let scan = StringScan(start: start, end: cursor, hasEscapes: hasEscapes, fault: fault)
        cursor += 1
        return scan
      }
      if byte == 0x5C {
        hasEscapes = true
        let escape = cursor
        if try !skipEscape(), fault == nil { fault = escape }
      } else if byte >= 0x80 {
        // Text in most scripts has scalars of one and two bytes only.
        while end - cursor >= ByteBlock.count {
          let count = ByteBlock.pairTextCount(at: cursor)
          cursor += count
          guard count >= ByteBlock.count - 1 else { break }
        }
        // Other scalars come in runs.
        while cursor < end, cursor.pointee >= 0x80 {
          let length = UTF8Scalar.length(at: cursor, end: end)
          if length == 0, fault == nil { fault = cursor }
          cursor += max(1, length)
        }
      } else if byte < 0x20 {
        throw error(.controlCharacter(byte))
      } else {
        cursor += 1
      }
    }
  }

  /// Checks an escape, or two escapes that form a surrogate pair, and moves past it.
  ///
  /// - Returns: Whether it represents a scalar; half a surrogate pair does not.
  private mutating func skipEscape() throws(JSONError) -> Bool {
    guard end - cursor >= 2 else { throw JSONError(offset: end - start, .unexpectedEnd) }
    switch cursor[1] {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: cursor += 2
    case 0x75:
      let unit = try scanUnicodeEscape()
      guard unit & 0xF800 == 0xD800 else { return true }
      guard unit < 0xDC00, end - cursor >= 2, cursor[0] == 0x5C, cursor[1] == 0x75 else { return false }
      let second = cursor
      guard try scanUnicodeEscape() & 0xFC00 == 0xDC00 else {
        // In any case, this is a separate escape.
        cursor = second
        return false
      }
    default: throw error(.invalidEscape)
    }
    return true
  }

  /// Reads `\uXXXX`, whose first two bytes are known, and moves past it.
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

  /// The text of a string.
  ///
  /// - Throws: ``JSONError/Reason/loneSurrogate`` or ``JSONError/Reason/invalidUTF8``, at its position, for a string
  ///   that is not valid text.
  @inline(__always)
  func text(of string: StringScan) throws(JSONError) -> String {
    guard string.fault == nil else { throw noText(string) }
    return string.text
  }

  /// The error for a string that is not valid text.
  @inline(never)
  func noText(_ string: StringScan) -> JSONError {
    let fault = string.fault ?? string.start
    return error(fault.pointee == 0x5C ? .loneSurrogate : .invalidUTF8, at: fault)
  }
}
