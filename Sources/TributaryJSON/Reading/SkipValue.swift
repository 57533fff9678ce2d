extension JSONReader {
  /// Checks the next value completely and moves past it, without keeping any of it.
  @_spi(Generated) public mutating func skipValue() throws(JSONError) {
    // This needs no recursion and one bit of memory per level.
    var kinds = NestingKinds()
    repeat {
      var isFirst = false
      switch try nextKind() {
      case .null: try skipNull()
      case .bool: try skipLiteral(cursor.pointee == 0x74 ? "true" : "false")
      case .number: try skipNumber()
      case .string:
        cursor += 1
        try skipString()
      case .array:
        try open()
        kinds.push(isObject: false)
        isFirst = true
      case .object:
        try open()
        kinds.push(isObject: true)
        isFirst = true
      }
      // A value has ended or opened. Move to the next one, out of every level that ends before it.
      while !kinds.isEmpty, try !moveOn(inObject: kinds.isObject, &isFirst) {
        kinds.pop()
        isFirst = false
      }
    } while !kinds.isEmpty
  }

  /// Moves to the next value of an array or object, or moves past its closing bracket and returns false.
  private mutating func moveOn(inObject: Bool, _ isFirst: inout Bool) throws(JSONError) -> Bool {
    guard inObject else { return try nextElement(&isFirst) }
    guard try nextMember(&isFirst) else { return false }
    try skipString()
    try skipColon()
    return true
  }

  /// Moves past the number at the cursor, of which most are short integers.
  @inline(__always)
  private mutating func skipNumber() throws(JSONError) {
    var last = cursor
    if last.pointee &- 0x31 < 9 {
      repeat { last += 1 } while last < end && last.pointee &- 0x30 < 10
      if last < end, !Self.continuesNumber(last.pointee) {
        cursor = last
        return
      }
    }
    cursor = try scanNumber().end
  }

  /// Moves past a string whose opening quote was read.
  @inline(__always)
  private mutating func skipString() throws(JSONError) {
    if let quote = endOfPlainString(from: cursor) { cursor = quote + 1 } else { _ = try scanString() }
  }
}
