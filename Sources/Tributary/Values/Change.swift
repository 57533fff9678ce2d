@_spi(Generated) public import TributaryJSON

/// What a partial write does to one field: leave it, clear it, or set it.
///
/// ```swift
/// let patch = LeadPatch(firstName: "Ada", email: .clear)   // everything else stays
/// ```
public enum Change<Value> {
  /// The field stays as it is; it is omitted of the JSON.
  case leave
  /// The field is emptied; it is `null` in the JSON.
  case clear
  /// The field gets a value.
  case set(Value)
}

extension Change: Sendable where Value: Sendable {}
extension Change: Equatable where Value: Equatable {}
extension Change: Hashable where Value: Hashable {}

extension Change: JSONDecodable where Value: JSONDecodable {
  /// Reads a field that is present: `null` clears it.
  public init(from reader: inout JSONReader) throws(JSONError) {
    self = try reader.readIfPresent(Value.self).map { .set($0) } ?? .clear
  }
}

extension JSONWriter {
  /// Writes a member that a partial write sets or clears, and nothing for one that it leaves.
  @_spi(Generated) public mutating func field(_ name: StaticString, _ change: Change<some JSONEncodable>) {
    switch change {
    case .leave: return
    case .clear:
      self.name(name)
      null()
    case .set(let value): field(name, value)
    }
  }
}

extension Change where Value: WireCodable {
  /// Reads a field that is present, in a wire form: `null` clears it.
  public init(from reader: inout JSONReader, as form: WireForm) throws(JSONError) {
    self = try Value?(from: &reader, as: form).map { .set($0) } ?? .clear
  }
}

extension JSONReader {
  /// Reads a field of a partial write, in a wire form, into a variable.
  @_spi(Generated) public mutating func read<Value: WireCodable>(
    _ change: inout Change<Value>, as form: WireForm
  ) throws(JSONError) {
    change = try Change(from: &self, as: form)
  }
}

extension JSONWriter {
  /// Writes a member in a wire form if a partial write sets or clears it, and nothing if it is left.
  @_spi(Generated) public mutating func field(
    _ name: StaticString, _ change: Change<some WireCodable>, as form: WireForm
  ) {
    if case .set(let value) = change { field(name, value, as: form) } else { field(name, change) }
  }
}

// A literal sets the field, so that a call shows the values that it writes.

extension Change: ExpressibleByUnicodeScalarLiteral where Value: ExpressibleByStringLiteral {
  /// Sets the field to a literal.
  public init(unicodeScalarLiteral value: Value.StringLiteralType) { self = .set(Value(stringLiteral: value)) }
}

extension Change: ExpressibleByExtendedGraphemeClusterLiteral where Value: ExpressibleByStringLiteral {
  /// Sets the field to a literal.
  public init(extendedGraphemeClusterLiteral value: Value.StringLiteralType) {
    self = .set(Value(stringLiteral: value))
  }
}

extension Change: ExpressibleByStringLiteral where Value: ExpressibleByStringLiteral {
  /// Sets the field to a literal.
  public init(stringLiteral value: Value.StringLiteralType) { self = .set(Value(stringLiteral: value)) }
}

extension Change: ExpressibleByIntegerLiteral where Value: ExpressibleByIntegerLiteral {
  /// Sets the field to a literal.
  public init(integerLiteral value: Value.IntegerLiteralType) { self = .set(Value(integerLiteral: value)) }
}

extension Change: ExpressibleByFloatLiteral where Value: ExpressibleByFloatLiteral {
  /// Sets the field to a literal.
  public init(floatLiteral value: Value.FloatLiteralType) { self = .set(Value(floatLiteral: value)) }
}

extension Change: ExpressibleByBooleanLiteral where Value: ExpressibleByBooleanLiteral {
  /// Sets the field to a literal.
  public init(booleanLiteral value: Value.BooleanLiteralType) { self = .set(Value(booleanLiteral: value)) }
}
