public import TributaryJSON

/// An enumeration that can grow on the server: a value that is not in the spec is kept as received.
///
/// ```swift
/// switch document.status {
/// case .paid: close(document)
/// case .other(let number): log("a status of its own: \(number)")
/// default: break
/// }
/// ```
public protocol OpenEnum: RawRepresentable, Hashable, JSONModel, ParameterValue
where RawValue: JSONDecodable & JSONEncodable & Hashable & Sendable & LosslessStringConvertible {
  /// The case of a raw value, or the case that keeps it.
  init(rawValue: RawValue)
}

extension OpenEnum {
  /// Reads the raw value.
  @inlinable
  public init(from reader: inout JSONReader) throws(JSONError) {
    self.init(rawValue: try RawValue(from: &reader))
  }

  /// Writes the raw value.
  @inlinable
  public func encode(into writer: inout JSONWriter) { rawValue.encode(into: &writer) }

  /// Writes a member with the raw value.
  @inlinable
  public func encode(named name: StaticString, into writer: inout JSONWriter) {
    rawValue.encode(named: name, into: &writer)
  }

  /// Whether two values are the same on the wire.
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }

  /// Hashes the raw value.
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

// The standard library has a coding for raw values of these two types, which would be ambiguous with that of every
// model. An extension with the same constraints decides for this one.

extension OpenEnum where RawValue == String {
  /// Reads the raw value through any decoder.
  public init(from decoder: any Decoder) throws { self.init(rawValue: try String(from: decoder)) }

  /// Writes the raw value through any encoder.
  public func encode(to encoder: any Encoder) throws { try rawValue.encode(to: encoder) }
}

extension OpenEnum where RawValue == Int {
  /// Reads the raw value through any decoder.
  public init(from decoder: any Decoder) throws { self.init(rawValue: try Int(from: decoder)) }

  /// Writes the raw value through any encoder.
  public func encode(to encoder: any Encoder) throws { try rawValue.encode(to: encoder) }
}
