/// The encoding of a value, if its type does not determine it.
public enum WireForm: Sendable, Hashable {
  /// A number or a boolean as text: `"7"`. Reading accepts both.
  case string
  /// A decimal as a number where it is whole, else as text: `1000`, `"1000.50"`. Reading accepts both.
  case either
  /// A boolean as `1` or `0`. Reading accepts `true` and `false`, and all of them as text.
  case int
  /// A timestamp as seconds since 1970, with their fraction. Reading accepts them as text, and RFC 3339.
  case unix
  /// A timestamp as milliseconds since 1970, with their fraction. Reading accepts them as text, and RFC 3339.
  case unixMilliseconds
  /// A timestamp without a zone, meaning UTC: `2019-05-29T04:21:51`. Reading accepts a zone, and a space for the `T`.
  case utc
  /// A timestamp without a zone and with a space, meaning UTC: `2019-05-29 04:21:51`. Reading is as for ``utc``.
  case utcSpaced
  /// A timestamp as e-mail has it: `Thu, 24 Aug 2023 05:01:45 +0000`. Reading accepts `GMT` for the zone.
  case rfc2822
  /// A timestamp as HTTP has it: `Thu, 24 Aug 2023 05:01:45 GMT`.
  case httpDate
}

/// A value that can travel in other forms than that of its type, and lists, maps and optionals of such values.
///
/// A form that is not for the type changes nothing.
public protocol WireCodable: JSONCodable {
  /// Reads exactly one value in a form.
  init(from reader: inout JSONReader, as form: WireForm) throws(JSONError)

  /// Writes exactly one value in a form.
  func encode(into writer: inout JSONWriter, as form: WireForm)
}

extension JSONReader {
  /// Reads a value in a form into its place; when that fails, the place keeps what it holds.
  @inlinable
  @inline(never)
  @_spi(Generated) public mutating func read<Value: WireCodable>(
    _ value: inout Value, as form: WireForm
  ) throws(JSONError) {
    value = try Value(from: &self, as: form)
  }
}

extension JSONWriter {
  /// Writes a member in a form. Its name needs no escape.
  @inlinable
  @_spi(Generated) public mutating func field(_ name: StaticString, _ value: some WireCodable, as form: WireForm) {
    self.name(name)
    value.encode(into: &self, as: form)
  }

  /// Writes a member in a form, or nothing at all for `nil`. Its name needs no escape.
  @inlinable
  @_spi(Generated) public mutating func field(_ name: StaticString, _ value: (some WireCodable)?, as form: WireForm) {
    guard let value else { return }
    field(name, value, as: form)
  }
}

extension Int: WireCodable {
  /// Reads an integer; in any form also one that is text.
  public init(from reader: inout JSONReader, as form: WireForm) throws(JSONError) { self = try reader.readIntText() }

  /// Writes an integer.
  public func encode(into writer: inout JSONWriter, as form: WireForm) {
    if form == .string { writer.quoted { $0.digits(self) } } else { encode(into: &writer) }
  }
}

extension Double: WireCodable {
  /// Reads a finite number; in any form also one that is text.
  public init(from reader: inout JSONReader, as form: WireForm) throws(JSONError) {
    self = try reader.readDoubleText()
  }

  /// Writes a number; one that is not finite is the writer's error.
  public func encode(into writer: inout JSONWriter, as form: WireForm) {
    if form == .string, isFinite { writer.quoted { $0.digits(self) } } else { encode(into: &writer) }
  }
}

extension Bool: WireCodable {
  /// Reads `true` or `false`, also as text, and as an integer also `1` or `0`.
  public init(from reader: inout JSONReader, as form: WireForm) throws(JSONError) {
    self = try reader.readBool(as: form)
  }

  /// Writes a truth value.
  public func encode(into writer: inout JSONWriter, as form: WireForm) {
    switch form {
    case .int: writer.int(self ? 1 : 0)
    case .string: writer.string(self ? "true" : "false")
    default: writer.bool(self)
    }
  }
}

extension JSONReader {
  fileprivate mutating func readBool(as form: WireForm) throws(JSONError) -> Bool {
    let place = offset
    switch try nextKind() {
    case .bool: return try readBool()
    case .number where form == .int:
      let number = try readInt()
      if number == 0 || number == 1 { return number == 1 }
      throw JSONError(offset: place, .expected("1 or 0", found: "another number"))
    case .string:
      switch try readString() {
      case "true": return true
      case "false": return false
      case "1" where form == .int: return true
      case "0" where form == .int: return false
      default: throw JSONError(offset: place, .expected("a boolean", found: "a string"))
      }
    default: return try readBool()
    }
  }
}

extension Optional: WireCodable where Wrapped: WireCodable {
  /// Reads a value in a form, or `nil` for null.
  @inlinable
  public init(from reader: inout JSONReader, as form: WireForm) throws(JSONError) {
    if try reader.readNull() {
      self = nil
      return
    }
    let place = reader.markHere
    do throws(JSONError) { self = try Wrapped(from: &reader, as: form) } catch {
      try reader.readAbsent(from: place, error)
      self = nil
    }
  }

  /// Writes the value in a form, or null for `nil`.
  @inlinable
  public func encode(into writer: inout JSONWriter, as form: WireForm) {
    if let self { self.encode(into: &writer, as: form) } else { writer.null() }
  }
}

extension Array: WireCodable where Element: WireCodable {
  /// Reads an array whose values have a form.
  public init(from reader: inout JSONReader, as form: WireForm) throws(JSONError) {
    self = []
    try reader.beginArray()
    var isFirst = true
    while try reader.nextElement(&isFirst) { append(try Element(from: &reader, as: form)) }
  }

  /// Writes an array whose values have a form.
  public func encode(into writer: inout JSONWriter, as form: WireForm) {
    writer.beginArray()
    for element in self { element.encode(into: &writer, as: form) }
    writer.endArray()
  }
}

extension Dictionary: WireCodable where Key == String, Value: WireCodable {
  /// Reads an object whose names are data and whose values have a form. Of equal names the last wins.
  public init(from reader: inout JSONReader, as form: WireForm) throws(JSONError) {
    self = [:]
    guard try !reader.readEmptyArray() else { return }
    try reader.beginMap()
    var isFirst = true
    while let name = try reader.nextName(&isFirst) { self[name] = try Value(from: &reader, as: form) }
  }

  /// Writes an object whose values have a form, its names in the order of their UTF-8 bytes.
  public func encode(into writer: inout JSONWriter, as form: WireForm) {
    writer.open(0x7B)
    for (name, value) in sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      writer.name(named: name)
      value.encode(into: &writer, as: form)
    }
    writer.close(0x7D)
  }
}

extension JSONWriter {
  /// Writes digits between quotes.
  fileprivate mutating func quoted(_ body: (inout JSONWriter) -> Void) {
    separate()
    append(0x22)
    body(&self)
    append(0x22)
    separated()
  }
}
