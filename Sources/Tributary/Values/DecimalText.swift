@_spi(Generated) public import TributaryJSON

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension JSONWriter {
  /// Writes a member whose decimal is sent as a number if it is whole, else as text: `1000`, `"1000.50"`.
  @_spi(Generated) public mutating func field(_ name: StaticString, numberOrText value: Decimal?) {
    guard let value else { return }
    // A decimal that is not finite is refused in either form.
    guard let number = JSONNumber(text: value.digits), number.int == nil else { return field(name, value) }
    field(name, text: number)
  }

  /// Writes a member that a partial write sets or clears, with its number as text.
  @_spi(Generated) public mutating func field(_ name: StaticString, text change: Change<Decimal>) {
    if case .set(let value) = change { field(name, text: value) } else { field(name, change) }
  }

  /// Writes a member that a partial write sets or clears, as a number if it is whole, else as text.
  @_spi(Generated) public mutating func field(_ name: StaticString, numberOrText change: Change<Decimal>) {
    if case .set(let value) = change { field(name, numberOrText: value) } else { field(name, change) }
  }

  /// Writes a member that a partial write sets or clears, with its number as text.
  @_spi(Generated) public mutating func field(_ name: StaticString, text change: Change<Int>) {
    if case .set(let value) = change { field(name, text: value) } else { field(name, change) }
  }

  /// Writes a member that a partial write sets or clears, with its number as text.
  @_spi(Generated) public mutating func field(_ name: StaticString, text change: Change<Double>) {
    if case .set(let value) = change { field(name, text: value) } else { field(name, change) }
  }
}

extension Change: JSONTextDecodable where Value: JSONTextDecodable {
  /// Reads a field that is present: a number, a number as text, or `null`, which clears it.
  @inlinable
  public init(fromTextIn reader: inout JSONReader) throws(JSONError) {
    self = try Value?(fromTextIn: &reader).map { .set($0) } ?? .clear
  }
}
