extension JSONReader {
  /// A place that can be read once more.
  package struct Mark {
    fileprivate let cursor: UnsafePointer<UInt8>
    fileprivate let remainingDepth: Int
  }

  /// Where the reader stands.
  package func mark() -> Mark { Mark(cursor: cursor, remainingDepth: remainingDepth) }

  /// Goes back to a value that did not decode, and reads it as its bytes; only what is no JSON at all is thrown.
  package mutating func rereadRaw(from mark: Mark) throws(JSONError) -> RawJSON {
    cursor = mark.cursor
    remainingDepth = mark.remainingDepth
    return try readRaw()
  }
}
