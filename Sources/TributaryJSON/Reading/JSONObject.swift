/// The progress of reading one object; ``JSONReader/beginObject(_:)`` creates it.
@_spi(Generated) public struct JSONObject {
  let keys: JSONKeys
  /// The offset of the brace.
  let offset: Int
  /// The entry after the last one found, in the table of ``keys``; at most the final one, which matches nothing.
  var next: UnsafePointer<KeyEntry>
  /// The indexes below 64 of the names that have come, as bits.
  @usableFromInline var seen: UInt64 = 0
  /// The offset of the unknown name's quote; zero if there was none.
  var unknown = 0
  /// ``KeyEntry/brace`` while the brace is still to be read with the first name, and then zero.
  var opening = KeyEntry.brace
  /// Whether two names came in other places than in the table, so that another order is to be expected.
  var hasOtherOrder: Bool
  /// Whether one did.
  var hasMissed = false

  init(keys: JSONKeys, offset: Int, hasOtherOrder: Bool) {
    self.keys = keys
    self.offset = offset
    self.hasOtherOrder = hasOtherOrder
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

  /// Checks that a required field was present.
  ///
  /// - Parameter index: The index of the field's name, below 64.
  /// - Throws: ``JSONError/Reason/missingField(_:)`` at the object's brace.
  @inlinable
  @_spi(Generated) public func require(_ index: Int) throws(JSONError) {
    if seen & (1 << UInt64(truncatingIfNeeded: index)) == 0 { throw missing(index) }
  }

  /// Checks that the required fields were present.
  ///
  /// - Parameter indexes: The indexes of the fields' names, below 64.
  /// - Throws: ``JSONError/Reason/missingField(_:)`` at the object's brace, for the first that is missing.
  @inlinable
  @_spi(Generated) public func require(_ indexes: Int...) throws(JSONError) {
    for index in indexes { try require(index) }
  }

  @usableFromInline
  func missing(_ index: Int) -> JSONError {
    let names = keys.names
    return JSONError(offset: offset, .missingField(names.indices.contains(index) ? names[index] : ""))
  }
}
