extension JSONReader {
  /// A place that can be read once more.
  @usableFromInline
  package struct Mark {
    fileprivate let cursor: UnsafePointer<UInt8>
    fileprivate let remainingDepth: Int
  }

  /// Where the reader stands, behind white space.
  @usableFromInline
  package mutating func mark() -> Mark {
    skipWhitespace()
    return Mark(cursor: cursor, remainingDepth: remainingDepth)
  }

  /// Goes back to a value that did not decode, and reads it as its bytes; only what is not JSON at all is thrown.
  @usableFromInline
  package mutating func rereadRaw(from mark: Mark) throws(JSONError) -> RawJSON {
    goBack(to: mark)
    return try readRaw()
  }

  /// Goes back to a value, which is then read once more.
  @usableFromInline
  package mutating func goBack(to mark: Mark) {
    cursor = mark.cursor
    remainingDepth = mark.remainingDepth
  }

  /// How many bytes come before a place.
  func offset(of mark: Mark) -> Int { mark.cursor - start }

  /// The bytes of the one value that was read since.
  @usableFromInline
  package func raw(since mark: Mark) -> RawJSON { RawJSON(checked: bytes[mark.cursor - start..<offset]) }
}
