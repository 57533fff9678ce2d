// For readers that know the names they want only at run time, such as filters; a table of ``JSONKeys`` would stay in
// memory for ever.
extension JSONReader {
  /// Reads an object member by member.
  ///
  /// - Parameters:
  ///   - find: Turns a name into what `read` needs. The bytes have no escapes and are gone when it returns. Those of a
  ///     name that is not a text are equal to no text's.
  ///   - read: Reads or skips the member's value. A name may come more than once: the last value should win.
  package mutating func forEachMember<Name>(
    _ find: (UnsafeBufferPointer<UInt8>) -> Name, _ read: (inout JSONReader, Name) throws(JSONError) -> Void
  ) throws(JSONError) {
    try beginMap()
    var isFirst = true
    while try nextMember(&isFirst) {
      let name = try scanString().withBytes(find)
      try skipColon()
      try read(&self, name)
    }
  }

  /// Calls the body with the bytes of the next string, without escapes; they are gone when it returns. Those of a string
  /// that is not a text are equal to no text's.
  package mutating func withString(_ body: (UnsafeBufferPointer<UInt8>) -> Void) throws(JSONError) {
    skipWhitespace()
    guard cursor < end, cursor.pointee == 0x22 else { throw mismatch("a string") }
    cursor += 1
    try scanString().withBytes(body)
  }
}
