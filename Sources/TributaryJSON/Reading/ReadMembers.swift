// For readers that know the names they want only at run time, such as filters; a table of ``JSONKeys`` would stay in
// memory for ever.
extension JSONReader {
  /// What a value is.
  package enum Kind: Sendable, Equatable { case null, bool, number, string, array, object }

  /// What the next value is, by its first byte; the value is still to be read.
  package mutating func nextKind() throws(JSONError) -> Kind {
    skipWhitespace()
    guard cursor < end else { throw error(.unexpectedEnd) }
    switch cursor.pointee {
    case 0x22: return .string
    case 0x7B: return .object
    case 0x5B: return .array
    case 0x74, 0x66: return .bool
    case 0x6E: return .null
    case 0x2D, 0x30...0x39: return .number
    default: throw unexpected()
    }
  }

  /// Reads an object member by member.
  ///
  /// - Parameters:
  ///   - find: Turns a name into what `read` needs. The bytes have no escapes and are gone when it returns.
  ///   - read: Reads or skips the member's value. A name may come more than once: the last value should win.
  package mutating func forEachMember<Name>(
    _ find: (UnsafeBufferPointer<UInt8>) -> Name, _ read: (inout JSONReader, Name) throws(JSONError) -> Void
  ) throws(JSONError) {
    skipWhitespace()
    guard cursor < end, cursor.pointee == 0x7B else { throw mismatch("an object") }
    try open()
    var isFirst = true
    while try nextMember(&isFirst) {
      let name = try scanString().withBytes(find)
      try skipColon()
      try read(&self, name)
    }
  }

  /// Calls the body with the bytes of the next string, without escapes; they are gone when it returns.
  package mutating func withString(_ body: (UnsafeBufferPointer<UInt8>) -> Void) throws(JSONError) {
    skipWhitespace()
    guard cursor < end, cursor.pointee == 0x22 else { throw mismatch("a string") }
    cursor += 1
    try scanString().withBytes(body)
  }
}
