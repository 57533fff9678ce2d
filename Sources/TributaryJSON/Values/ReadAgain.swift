extension JSONReader {
  /// A position from which the reader can read again.
  @usableFromInline
  package struct Mark {
    @usableFromInline let cursor: UnsafePointer<UInt8>
    @usableFromInline let remainingDepth: Int

    @inlinable
    init(cursor: UnsafePointer<UInt8>, remainingDepth: Int) {
      self.cursor = cursor
      self.remainingDepth = remainingDepth
    }
  }

  /// The reader's position.
  @inlinable
  package var markHere: Mark { Mark(cursor: cursor, remainingDepth: remainingDepth) }

  /// The reader's position, after white space.
  @usableFromInline
  package mutating func mark() -> Mark {
    skipWhitespace()
    return markHere
  }

  /// Goes back to a value that did not decode and returns its bytes. Only invalid JSON is an error.
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

  /// The bytes of the value that was read since.
  @usableFromInline
  package func raw(since mark: Mark) -> RawJSON { RawJSON(checked: bytes[mark.cursor - start..<offset]) }
}
