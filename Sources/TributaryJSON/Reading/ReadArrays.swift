extension JSONReader {
  /// Reads an array whose elements are of one type.
  @inlinable
  public mutating func readArray<Element: JSONDecodable>(of type: Element.Type) throws(JSONError) -> [Element] {
    try beginArray()
    var isFirst = true
    guard try nextElement(&isFirst) else { return [] }
    var elements: [Element] = []
    // Room for a few small elements at once: a list of one or two words is the usual one.
    elements.reserveCapacity(max(1, 64 / MemoryLayout<Element>.stride))
    repeat { elements.append(try Element(from: &self)) } while try nextElement(&isFirst)
    return elements
  }

  /// Reads an array, calling the body at each element.
  ///
  /// - Parameter body: Reads exactly one value and returns whether it wants the next. The elements after a false are
  ///   checked and skipped.
  @inlinable
  package mutating func forEachElement(
    _ body: (inout JSONReader) throws(JSONError) -> Bool
  ) throws(JSONError) {
    try beginArray()
    var isFirst = true
    var isWanted = true
    while try nextElement(&isFirst) {
      if isWanted { isWanted = try body(&self) } else { try skipElement() }
    }
  }

  /// What code of other modules calls through ``forEachElement(_:)``, which is inlined into it.
  @usableFromInline
  mutating func skipElement() throws(JSONError) { try skipValue() }

  /// Moves past the bracket that opens an array.
  @usableFromInline
  package mutating func beginArray() throws(JSONError) {
    skipWhitespace()
    guard cursor < end, cursor.pointee == 0x5B else { return try noArray() }
    try open()
  }

  @inline(never)
  private mutating func noArray() throws(JSONError) { throw mismatch("an array") }

  /// Moves to the next element, or moves past the closing bracket.
  @usableFromInline
  package mutating func nextElement(_ isFirst: inout Bool) throws(JSONError) -> Bool {
    skipWhitespace()
    guard cursor < end else { throw error(.unexpectedEnd) }
    if cursor.pointee == 0x5D {
      close()
      return false
    }
    if isFirst {
      isFirst = false
      return true
    }
    guard cursor.pointee == 0x2C else { throw unexpected() }
    cursor += 1
    skipWhitespace()
    guard cursor < end, cursor.pointee != 0x5D else { throw unexpected() }
    return true
  }
}
