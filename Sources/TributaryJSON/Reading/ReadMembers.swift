// For code that knows the names only at run time, such as filters. A table of ``JSONKeys`` would stay in memory
// forever.
extension JSONReader {
  /// Reads an object member by member.
  ///
  /// - Parameters:
  ///   - find: Gives a name the number under which `read` knows it, or `nil` to skip the value. The bytes have no
  ///     escapes and are valid only during the call. The bytes of a name that is not valid text differ from those of
  ///     every text.
  ///   - read: Reads or skips the value of a member that was found. A name may be repeated: the last value should win.
  package mutating func forEachMember(
    _ find: (UnsafeBufferPointer<UInt8>) -> Int?, _ read: (inout JSONReader, Int) throws(JSONError) -> Void
  ) throws(JSONError) {
    try beginMap()
    var isFirst = true
    while try nextMember(&isFirst) {
      let name = try scanString().withBytes(find)
      try skipColon()
      if let name { try read(&self, name) } else { try skipValue() }
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
