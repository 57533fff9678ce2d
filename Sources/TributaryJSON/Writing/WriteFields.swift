// The generic forms are inlined, so that the client's module has one call for the name and one for the value.
extension JSONWriter {
  /// Writes a member.
  ///
  /// - Parameters:
  ///   - name: Text that needs no escape.
  ///   - value: What to write.
  @inlinable
  @_spi(Generated) public mutating func field(_ name: StaticString, _ value: some JSONEncodable) {
    self.name(name)
    value.encode(into: &self)
  }

  /// Writes a member, or nothing for `nil`.
  @inlinable
  @_spi(Generated) public mutating func field(_ name: StaticString, _ value: (some JSONEncodable)?) {
    guard let value else { return }
    field(name, value)
  }

  /// Writes a member whose name is data; it is escaped where needed.
  @inlinable
  @_spi(Generated) public mutating func field(named name: String, _ value: some JSONEncodable) {
    self.name(named: name)
    value.encode(into: &self)
  }

  /// Writes a member whose name is data, or nothing for `nil`.
  @inlinable
  @_spi(Generated) public mutating func field(named name: String, _ value: (some JSONEncodable)?) {
    guard let value else { return }
    field(named: name, value)
  }

  /// Writes a member whose number is sent as a string: `"7"`.
  @_spi(Generated) public mutating func field(_ name: StaticString, text value: Int) {
    self.name(name)
    append(0x22)
    digits(value)
    append(0x22)
    separated()
  }

  /// Writes a member whose number is sent as a string, or nothing for `nil`.
  @_spi(Generated) public mutating func field(_ name: StaticString, text value: Int?) {
    guard let value else { return }
    field(name, text: value)
  }

  /// Writes a member whose number is sent as a string: `"7.5"`. A number that is not finite is reported as ``error``.
  @_spi(Generated) public mutating func field(_ name: StaticString, text value: Double) {
    self.name(name)
    guard value.isFinite else { return refuse(value) }
    append(0x22)
    digits(value)
    append(0x22)
    separated()
  }

  /// Writes a member whose number is sent as a string, or nothing for `nil`.
  @_spi(Generated) public mutating func field(_ name: StaticString, text value: Double?) {
    guard let value else { return }
    field(name, text: value)
  }
}
