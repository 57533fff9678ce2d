// For code that knows the names only at run time, such as filters. A table of ``JSONKeys`` would stay in memory
// forever.
extension JSONReader {
  /// Reads an object member by member.
  ///
  /// - Parameters:
  ///   - find: Turns a name into what `read` needs. The bytes have no escapes and are valid only during the call. The
  ///     bytes of a name that is not valid text differ from those of every text.
  ///   - read: Reads or skips the member's value. A name may be repeated: the last value should win.
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

  /// Calls the body with the bytes of the next string, without escapes. They are valid only during the call. The bytes
  /// of a string that is not valid text differ from those of every text.
  package mutating func withString(_ body: (UnsafeBufferPointer<UInt8>) -> Void) throws(JSONError) {
    skipWhitespace()
    guard cursor < end, cursor.pointee == 0x22 else { throw mismatch("a string") }
    cursor += 1
    try scanString().withBytes(body)
  }
}
