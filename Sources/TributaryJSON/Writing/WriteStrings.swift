extension JSONWriter {
  /// Writes a string. Quote, backslash and control characters are escaped, nothing else.
  package mutating func string(_ value: String) {
    separate()
    if knowsSmallText, let text = SmallText.words(of: value),
      ByteBlock.cleanCount(text.first, text.second) == text.count
    {
      return finish(at: text.put(at: reserve(SmallText.room)))
    }
    // Nearly every other string has its bytes in memory, where they can be read without a copy of the string.
    guard value.utf8.withContiguousStorageIfAvailable({ quoted($0) }) == nil else { return }
    var value = value
    value.withUTF8 { quoted($0) }
  }

  /// Writes a string from its bytes, which are UTF-8.
  package mutating func string(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    separate()
    quoted(bytes)
  }

  /// Begins a string of ASCII that needs no escape.
  ///
  /// - Parameter capacity: How many bytes it has at most.
  /// - Returns: Memory for the bytes, to be used up to ``endPlainString(count:)``, which must come next.
  package mutating func beginPlainString(capacity: Int) -> UnsafeMutableBufferPointer<UInt8> {
    separate()
    let quote = reserve(capacity &+ 2)
    quote.pointee = 0x22
    return UnsafeMutableBufferPointer(start: quote + 1, count: capacity)
  }

  /// Ends the open string, after the given number of bytes was written to it.
  package mutating func endPlainString(count: Int) {
    reserve(count &+ 2)[count &+ 1] = 0x22
    advance(count &+ 2)
  }

  private mutating func quoted(_ bytes: UnsafeBufferPointer<UInt8>) {
    let quote = reserve(bytes.count &+ 2)
    guard (quote + 1).copyClean(bytes) else { return escaped(bytes) }
    quote.pointee = 0x22
    quote[bytes.count &+ 1] = 0x22
    advance(bytes.count &+ 2)
  }

  @inline(never)
  private mutating func escaped(_ bytes: UnsafeBufferPointer<UInt8>) {
    append(0x22)
    var rest = bytes[...]
    while !rest.isEmpty {
      let clean = Self.cleanCount(of: rest)
      append(UnsafeBufferPointer(rebasing: rest.prefix(clean)))
      rest = rest.dropFirst(clean)
      if let byte = rest.popFirst() { escape(byte) }
    }
    append(0x22)
  }

  /// How many bytes need no escape in a string.
  private static func cleanCount(of bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    guard let start = UnsafeBufferPointer(rebasing: bytes).baseAddress else { return 0 }
    let end = start + bytes.count
    var cursor = start
    while end - cursor >= ByteBlock.count {
      let count = ByteBlock.cleanCount(at: cursor)
      // What comes after a full block does not wait for its count.
      guard count == ByteBlock.count else { return cursor - start + count }
      cursor += ByteBlock.count
    }
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
