public import Foundation
public import TributaryJSON

extension JSONWriter {
  /// Writes a member whose decimal travels as a number when it is whole, else as text: `1000`, `"1000.50"`.
  public mutating func field(_ name: StaticString, numberOrText value: Decimal?) {
    guard let value else { return }
    if let number = JSONNumber(text: value.digits), number.int != nil {
      field(name, number)
    } else {
      field(name, value.digits)
    }
  }

  /// Writes a member that a partial write sets or clears, with its number as text.
  public mutating func field(_ name: StaticString, text change: Change<Decimal>) {
    if case .set(let value) = change { field(name, text: value) } else { field(name, change) }
  }

  /// Writes a member that a partial write sets or clears, as a number when it is whole, else as text.
  public mutating func field(_ name: StaticString, numberOrText change: Change<Decimal>) {
    if case .set(let value) = change { field(name, numberOrText: value) } else { field(name, change) }
  }

  /// Writes a member that a partial write sets or clears, with its number as text.
  public mutating func field(_ name: StaticString, text change: Change<Int>) {
    if case .set(let value) = change { field(name, text: value) } else { field(name, change) }
  }

  /// Writes a member that a partial write sets or clears, with its number as text.
  public mutating func field(_ name: StaticString, text change: Change<Double>) {
    if case .set(let value) = change { field(name, text: value) } else { field(name, change) }
  }
}

// A number that travels as text is read in both forms, also where it is one of a partial write.

extension Change where Value == Decimal {
  /// Reads a field that is there: a number, a number as text, or `null`, which clears it.
  public init(fromTextIn reader: inout JSONReader) throws(JSONError) {
    self = try reader.readDecimalTextIfPresent().map { .set($0) } ?? .clear
  }
}

extension Change where Value == Int {
  /// Reads a field that is there: a number, a number as text, or `null`, which clears it.
  public init(fromTextIn reader: inout JSONReader) throws(JSONError) {
    self = try reader.readIntTextIfPresent().map { .set($0) } ?? .clear
  }
}

extension Change where Value == Double {
  /// Reads a field that is there: a number, a number as text, or `null`, which clears it.
  public init(fromTextIn reader: inout JSONReader) throws(JSONError) {
    self = try reader.readDoubleTextIfPresent().map { .set($0) } ?? .clear
  }
}

extension JSONReader {
  /// Reads a decimal that travels as a number or as text; `nil` for null.
  public mutating func readDecimalTextIfPresent() throws(JSONError) -> Decimal? {
    try readNull() ? nil : Decimal(fromTextIn: &self)
  }
}
