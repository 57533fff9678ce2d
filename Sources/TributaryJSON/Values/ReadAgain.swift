extension JSONReader {
  /// A position from which the reader can read again.
  @usableFromInline
  package struct Mark {
    fileprivate let cursor: UnsafePointer<UInt8>
    fileprivate let remainingDepth: Int
  }

  /// The reader's position, after white space.
  @usableFromInline
  package mutating func mark() -> Mark {
    skipWhitespace()
    return Mark(cursor: cursor, remainingDepth: remainingDepth)
  }

  /// Goes back to a value that did not decode and returns its bytes. Only invalid JSON is an error.
  @usableFromInline
  package mutating func rereadRaw(from mark: Mark) throws(JSONError) -> RawJSON {
    cursor = mark.cursor
    remainingDepth = mark.remainingDepth
    return try readRaw()
  }

  /// The bytes of the value that was read since.
  @usableFromInline
  package func raw(since mark: Mark) -> RawJSON { RawJSON(checked: bytes[mark.cursor - start..<offset]) }
}
