// A member with a name that is known and a value of the most frequent types: one reservation and one call for both.
extension JSONWriter {
  /// Writes the name of a member; its value comes next.
  ///
  /// - Parameter name: Text that needs no escape.
  @usableFromInline package mutating func name(_ name: StaticString) {
    let place = reserve(Self.room(for: name))
    finish(at: put(name, at: place))
    needsComma = false
  }

  /// Writes a member that is a string. Its name needs no escape.
  mutating func member(_ name: StaticString, _ value: String) {
    guard knowsSmallText, let text = SmallText.words(of: value),
      ByteBlock.cleanCount(text.first, text.second) == text.count
    else {
      self.name(name)
      return string(value)
    }
    let place = reserve(Self.room(for: name) &+ SmallText.room)
    finish(at: text.put(at: put(name, at: place)))
    needsComma = true
  }

  /// Writes a member that is an integer. Its name needs no escape.
  mutating func member(_ name: StaticString, _ value: Int) {
    let place = reserve(Self.room(for: name) &+ DecimalDigits.room)
    finish(at: DecimalDigits.put(value, at: put(name, at: place)))
    needsComma = true
  }

  /// How many bytes a name needs with a comma, two quotes and a colon.
  @inline(__always)
  private static func room(for name: StaticString) -> Int { name.utf8CodeUnitCount &+ 4 }

  /// Puts a comma if it is needed, a name and a colon where there is ``room(for:)`` them, and returns where they end.
  @inline(__always)
  private func put(_ name: StaticString, at place: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
    // A comma that is not needed is overwritten.
    place.pointee = 0x2C
    let quote = place + (needsComma ? 1 : 0)
    let count = name.utf8CodeUnitCount
    quote.pointee = 0x22
    (quote + 1).copy(name.utf8Start, count: count)
    quote[count &+ 1] = 0x22
    quote[count &+ 2] = 0x3A
    return quote + (count &+ 3)
  }
}
