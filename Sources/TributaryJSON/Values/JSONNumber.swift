/// A number with every digit that was written.
///
/// Equality and hashing use the exact decimal value: `1`, `1.0` and `10e-1` are equal, as are `0` and `-0`, but `0.1`
/// and `0.10000000000000000001` are not. The cost depends only on the length of the text, even for `1e999999999`.
public struct JSONNumber: Sendable {
  /// The number in JSON's form.
  public let text: String

  /// A number from its text.
  ///
  /// - Returns: `nil` if JSON's grammar does not allow the text.
  public init?(text: String) {
    var text = text
    let isNumber = text.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return false }
      return NumberScan(from: start, to: start + bytes.count)?.end == start + bytes.count
    }
    guard isNumber else { return nil }
    self.text = text
  }

  /// An integer.
  public init(_ value: Int) { text = String(value) }

  /// The shortest number that reads back as a double.
  ///
  /// - Returns: `nil` for infinity and NaN, which JSON lacks.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    var writer = JSONWriter(capacity: 32)
    writer.double(value)
    text = writer.finish().text
  }

  /// Text that a scan has accepted.
  init(checked bytes: UnsafeBufferPointer<UInt8>) { text = String(decoding: bytes, as: UTF8.self) }

  /// The value as an integer, or `nil` if it has a fraction or does not fit. `1.0` and `1e2` are integers.
  public var int: Int? {
    guard case .value(let value) = scan({ scan, _ in scan.whole }) else { return nil }
    return value
  }

  /// The nearest double, with ties to even; infinite if the value is too large.
  public var double: Double { scan { scan, start in scan.double(from: start) } ?? .nan }

  private func scan<Result>(_ body: (NumberScan, UnsafePointer<UInt8>) -> Result) -> Result? {
    var text = text
    return text.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return nil }
      return NumberScan(from: start, to: start + bytes.count).map { body($0, start) }
    }
  }
}

extension JSONNumber: Hashable {
  /// Whether the exact decimal values are the same.
  public static func == (left: Self, right: Self) -> Bool {
    left.text == right.text || DecimalForm(left) == DecimalForm(right)
  }

  /// Hashes the exact decimal value.
  public func hash(into hasher: inout Hasher) { hasher.combine(DecimalForm(self)) }
}

extension JSONNumber: Comparable {
  /// Orders by the exact decimal values.
  public static func < (left: Self, right: Self) -> Bool { DecimalForm(left) < DecimalForm(right) }
}

extension JSONNumber: JSONDecodable, JSONEncodable {
  /// Reads a number.
  public init(from reader: inout JSONReader) throws(JSONError) { self = try reader.readNumber() }

  /// Writes the number as it is.
  public func encode(into writer: inout JSONWriter) { writer.number(self) }
}

extension JSONNumber: ExpressibleByIntegerLiteral, CustomStringConvertible {
  /// An integer.
  public init(integerLiteral value: Int) { self.init(value) }

  /// The number in JSON's form.
  public var description: String { text }
}
