// The generic forms are inlined, so that the client's module has one call for a member.
extension JSONWriter {
  /// Writes a member.
  ///
  /// - Parameters:
  ///   - name: Text that needs no escape.
  ///   - value: What to write.
  @inlinable
  @_spi(Generated) public mutating func field(_ name: StaticString, _ value: some JSONEncodable) {
    value.encode(named: name, into: &self)
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
}
