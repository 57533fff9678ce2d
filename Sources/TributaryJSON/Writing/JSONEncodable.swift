/// Can be written as JSON.
public protocol JSONEncodable {
  /// Writes exactly one value.
  func encode(into writer: inout JSONWriter)

  /// Writes a member of an object, its name and the value; by default one after the other.
  ///
  /// - Parameters:
  ///   - name: Text that needs no escape.
  ///   - writer: A writer that has begun an object.
  func encode(named name: StaticString, into writer: inout JSONWriter)
}

extension JSONEncodable {
  /// Writes the name, and then the value.
  @inlinable
  public func encode(named name: StaticString, into writer: inout JSONWriter) {
    writer.name(name)
    encode(into: &writer)
  }
}
