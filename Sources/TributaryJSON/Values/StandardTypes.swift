extension String: JSONDecodable, JSONEncodable {
  /// Reads a string.
  public init(from reader: inout JSONReader) throws(JSONError) { self = try reader.readString() }

  /// Writes a string.
  public func encode(into writer: inout JSONWriter) { writer.string(self) }

  /// Writes a member that is a string.
  public func encode(named name: StaticString, into writer: inout JSONWriter) { writer.member(name, self) }
}

extension Bool: JSONDecodable, JSONEncodable {
  /// Reads `true` or `false`.
  public init(from reader: inout JSONReader) throws(JSONError) { self = try reader.readBool() }

  /// Writes `true` or `false`.
  public func encode(into writer: inout JSONWriter) { writer.bool(self) }
}

extension Int: JSONDecodable, JSONEncodable {
  /// Reads an integer of 64 bits.
  @inlinable
  public init(from reader: inout JSONReader) throws(JSONError) { self = try reader.readInt() }

  /// Writes an integer.
  public func encode(into writer: inout JSONWriter) { writer.int(self) }

  /// Writes a member that is an integer.
  public func encode(named name: StaticString, into writer: inout JSONWriter) { writer.member(name, self) }
}

extension Int64: JSONDecodable, JSONEncodable {
  /// Reads an integer of 64 bits.
  public init(from reader: inout JSONReader) throws(JSONError) { self = Int64(try reader.readInt()) }

  /// Writes an integer.
  public func encode(into writer: inout JSONWriter) { writer.int(Int(self)) }
}

extension Double: JSONDecodable, JSONEncodable {
  /// Reads a finite number.
  public init(from reader: inout JSONReader) throws(JSONError) { self = try reader.readDouble() }

  /// Writes the shortest text that reads back as the same number; one that is not finite is the writer's error.
  public func encode(into writer: inout JSONWriter) { writer.double(self) }
}

extension Float: JSONDecodable, JSONEncodable {
  /// Reads the nearest number that is finite.
  public init(from reader: inout JSONReader) throws(JSONError) {
    let offset = reader.offset
    self = Float(try reader.readDouble())
    guard isFinite else { throw JSONError(offset: offset, .outOfRange("a float")) }
  }

  /// Writes the shortest text that reads back as the same number; one that is not finite is the writer's error.
  public func encode(into writer: inout JSONWriter) {
    if let number = JSONNumber(text: description) { writer.number(number) } else { writer.double(Double(self)) }
  }
}

extension Optional: JSONDecodable where Wrapped: JSONDecodable {
  /// Reads a value, or `nil` for null.
  @inlinable
  public init(from reader: inout JSONReader) throws(JSONError) { self = try reader.readIfPresent(Wrapped.self) }
}

extension Optional: JSONEncodable where Wrapped: JSONEncodable {
  /// Writes the value, or null for `nil`.
  @inlinable
  public func encode(into writer: inout JSONWriter) {
    if let self { self.encode(into: &writer) } else { writer.null() }
  }
}

extension Array: JSONDecodable where Element: JSONDecodable {
  /// Reads an array.
  @inlinable
  public init(from reader: inout JSONReader) throws(JSONError) { self = try reader.readArray(of: Element.self) }
}

extension Array: JSONEncodable where Element: JSONEncodable {
  /// Writes an array.
  @inlinable
  public func encode(into writer: inout JSONWriter) {
    writer.beginArray()
    for element in self { element.encode(into: &writer) }
    writer.endArray()
  }
}

extension Dictionary: JSONDecodable where Key == String, Value: JSONDecodable {
  /// Reads an object whose names are data. Of equal names the last wins.
  @inlinable
  public init(from reader: inout JSONReader) throws(JSONError) { self = try reader.readMap(of: Value.self) }
}

extension Dictionary: JSONEncodable where Key == String, Value: JSONEncodable {
  /// Writes an object, sorted by the UTF-8 bytes of the names.
  @inlinable
  public func encode(into writer: inout JSONWriter) {
    writer.open(0x7B)
    for (name, value) in sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      writer.name(named: name)
      value.encode(into: &writer)
    }
    writer.close(0x7D)
  }
}
