@_spi(Generated) public import TributaryJSON

/// The identifier of a `Model`, which the compiler distinguishes from that of any other model.
///
/// ```swift
/// let id: Document.ID = 6
/// ```
public struct Identifier<Model, RawValue>: RawRepresentable, Sendable, Hashable, CustomStringConvertible
where RawValue: Hashable & Sendable & LosslessStringConvertible {
  /// The identifier as the server has it.
  public var rawValue: RawValue

  /// An identifier from the server's value.
  @inlinable
  public init(_ rawValue: RawValue) { self.rawValue = rawValue }

  /// An identifier from the server's value.
  @inlinable
  public init(rawValue: RawValue) { self.rawValue = rawValue }

  /// The identifier as text, as stores and paths have it.
  public var description: String { rawValue.description }
}

extension Identifier: Comparable where RawValue: Comparable {
  /// Orders by the raw value.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension Identifier: ExpressibleByIntegerLiteral where RawValue == Int {
  /// An identifier from a literal.
  public init(integerLiteral value: Int) { rawValue = value }
}

extension Identifier: ExpressibleByUnicodeScalarLiteral where RawValue == String {
  /// An identifier from a literal.
  public init(unicodeScalarLiteral value: String) { rawValue = value }
}

extension Identifier: ExpressibleByExtendedGraphemeClusterLiteral where RawValue == String {
  /// An identifier from a literal.
  public init(extendedGraphemeClusterLiteral value: String) { rawValue = value }
}

extension Identifier: ExpressibleByStringLiteral where RawValue == String {
  /// An identifier from a literal.
  public init(stringLiteral value: String) { rawValue = value }
}

extension Identifier: JSONDecodable where RawValue: JSONDecodable {
  /// Reads the raw value.
  @inlinable
  public init(from reader: inout JSONReader) throws(JSONError) { rawValue = try RawValue(from: &reader) }
}

extension Identifier: JSONEncodable where RawValue: JSONEncodable {
  /// Writes the raw value.
  @inlinable
  public func encode(into writer: inout JSONWriter) { rawValue.encode(into: &writer) }

  /// Writes a member with the raw value.
  @inlinable
  public func encode(named name: StaticString, into writer: inout JSONWriter) {
    rawValue.encode(named: name, into: &writer)
  }
}

extension JSONReader {
  /// Reads an identifier into a variable, which keeps its value if that fails.
  @inlinable
  @_spi(Generated) public mutating func read<Model>(_ value: inout Identifier<Model, Int>) throws(JSONError) {
    try read(&value.rawValue)
  }

  /// Reads an identifier or null into a variable, which keeps its value if that fails.
  @inlinable
  @_spi(Generated) public mutating func read<Model>(_ value: inout Identifier<Model, Int>?) throws(JSONError) {
    value = try readIfPresent(Int.self).map { Identifier($0) }
  }

  /// Reads an identifier into a variable, which keeps its value if that fails.
  @inlinable
  @_spi(Generated) public mutating func read<Model>(_ value: inout Identifier<Model, String>) throws(JSONError) {
    try read(&value.rawValue)
  }
}

extension Identifier: Codable, JSONModel where RawValue: JSONDecodable & JSONEncodable {}
