/// The progress of reading one object; ``JSONReader/beginObject(_:)`` creates it.
@_spi(Generated) public struct JSONObject {
  let keys: JSONKeys
  /// The offset of the brace.
  let offset: Int
  /// The entry after the last one found, in the table of ``keys``; at most the final one, which matches nothing.
  var next: UnsafePointer<KeyEntry>
  /// What must come before the next name: the brace, which is still to be read, and then a comma.
  var separator: UInt8 = 0x7B
  /// How many names came in another place than in the table.
  var misses: Int
  /// The indexes below 64 of the names that have come, as bits.
  @usableFromInline var seen: UInt64 = 0
  /// The position of the unknown name in the text; it begins after a quote, so it is never zero.
  var unknown = 0..<0
  /// Whether the unknown name has escapes.
  var unknownHasEscapes = false
  /// The position at which the unknown name is not valid text, or -1.
  var unknownFault = -1

  init(keys: JSONKeys, offset: Int, misses: Int) {
    self.keys = keys
    self.misses = misses
    self.offset = offset
    next = keys.table.pointee.entries
  }

  /// The value of a field that must not be missing.
  ///
  /// - Parameters:
  ///   - value: The value that was read, if any.
  ///   - index: The index of the field's name.
  /// - Throws: ``JSONError/Reason/missingField(_:)`` at the object's brace.
  @inlinable
  @_spi(Generated) public func require<Value>(_ value: consuming Value?, _ index: Int) throws(JSONError) -> Value {
    guard let value else { throw missing(index) }
    return value
  }

  /// Checks that the required fields were present.
  ///
  /// - Parameter indexes: The indexes of the fields' names, below 64.
  /// - Throws: ``JSONError/Reason/missingField(_:)`` at the object's brace, for the first that is missing.
  @inlinable
  @_spi(Generated) public func require(_ indexes: Int...) throws(JSONError) {
    for index in indexes where seen & (1 << UInt64(truncatingIfNeeded: index)) == 0 { throw missing(index) }
  }

  @usableFromInline
  func missing(_ index: Int) -> JSONError {
    let names = keys.names
    return JSONError(offset: offset, .missingField(names.indices.contains(index) ? names[index] : ""))
  }
}
