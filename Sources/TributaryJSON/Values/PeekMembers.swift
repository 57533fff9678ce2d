// What tells the case of a union is looked for before the value is read.
extension JSONReader {
  /// Moves to the value of a member of the object that comes next, if there is one of that name; the first counts.
  ///
  /// - Returns: Whether the value is next. In either case, the reader must go back to a mark afterwards.
  package mutating func moveToMember(_ name: String) throws(JSONError) -> Bool {
    guard try nextKind() == .object else { return false }
    try beginMap()
    var isFirst = true
    while try nextMember(&isFirst) {
      let isIt = try scanString().withBytes { $0.elementsEqual(name.utf8) }
      try skipColon()
      if isIt { return true }
      try skipValue()
    }
    return false
  }

  /// Moves to an element of the array that comes next, if there is one at that place.
  private mutating func moveToElement(_ place: Int) throws(JSONError) -> Bool {
    guard place >= 0, try nextKind() == .array else { return false }
    try beginArray()
    var isFirst = true
    var index = 0
    while try nextElement(&isFirst) {
      if index == place { return true }
      try skipValue()
      index += 1
    }
    return false
  }

  /// Whether a path leads to something in the value that comes next: to a certain value, or to anything but null. The
  /// value is left to be read.
  ///
  /// - Parameter path: Names of members, and places in arrays.
  @_spi(Generated) public mutating func has(_ path: [String], _ expected: JSONValue? = nil) throws(JSONError) -> Bool {
    let place = mark()
    defer { goBack(to: place) }
    for name in path {
      if try nextKind() == .array {
        guard let index = Int(name), try moveToElement(index) else { return false }
      } else {
        guard try moveToMember(name) else { return false }
      }
    }
    guard let expected else { return try nextKind() != .null }
    return try readValue() == expected
  }

  /// Reads a value if it is one; otherwise leaves it to be read.
  @inlinable
  @_spi(Generated) public mutating func readIfMatches<Value: JSONDecodable>(_ type: Value.Type) -> Value? {
    let place = mark()
    do throws(JSONError) { return try Value(from: &self) } catch {
      goBack(to: place)
      return nil
    }
  }

  /// Reads a value in a form if it is one; otherwise leaves it to be read.
  @inlinable
  @_spi(Generated) public mutating func readIfMatches<Value: WireCodable>(
    _ type: Value.Type, as form: WireForm
  ) -> Value? {
    let place = mark()
    do throws(JSONError) { return try Value(from: &self, as: form) } catch {
      goBack(to: place)
      return nil
    }
  }
}
