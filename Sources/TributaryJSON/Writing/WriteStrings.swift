extension JSONWriter {
  /// Writes a string. Quote, backslash and control characters are escaped, nothing else.
  public mutating func string(_ value: String) {
    separate()
    var value = value
    value.withUTF8 { quoted($0) }
  }

  /// Writes a string from its bytes, which are UTF-8.
  package mutating func string(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    separate()
    quoted(bytes)
  }

  private mutating func quoted(_ bytes: UnsafeBufferPointer<UInt8>) {
    append(0x22)
    if let source = bytes.baseAddress {
      let end = source + bytes.count
      var cursor = source
      while cursor < end {
        let clean = Self.cleanCount(from: cursor, to: end)
        append(UnsafeBufferPointer(start: cursor, count: clean))
        cursor += clean
        guard cursor < end else { break }
        escape(cursor.pointee)
        cursor += 1
      }
    }
    append(0x22)
  }

  /// How many bytes can stand in a string as they are.
  private static func cleanCount(from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>) -> Int {
    var cursor = start
    while end - cursor >= 8 {
      let marks = ByteWord(at: cursor).stringMarks
      guard marks == 0 else { return cursor - start + ByteWord.firstIndex(in: marks) }
      cursor += 8
    }
    // The rest together with bytes that were looked at already.
    if end - start >= 8, ByteWord(at: end - 8).stringMarks == 0 { return end - start }
    while cursor < end, cursor.pointee >= 0x20, cursor.pointee != 0x22, cursor.pointee != 0x5C { cursor += 1 }
    return cursor - start
  }

  private mutating func escape(_ byte: UInt8) {
    append(0x5C)
    switch byte {
    case 0x22, 0x5C: append(byte)
    case 0x08: append(0x62)
    case 0x09: append(0x74)
    case 0x0A: append(0x6E)
    case 0x0C: append(0x66)
    case 0x0D: append(0x72)
    default:
      for character in [0x75, 0x30, 0x30, 0x30 + byte >> 4, Hexadecimal.digit(byte & 0x0F)] { append(character) }
    }
  }
}
