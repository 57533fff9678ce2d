@_spi(Generated) public import TributaryJSON

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension Decimal {
  /// The value of a JSON number, or `nil` if it has more digits than `Decimal` holds.
  package init?(exactly number: JSONNumber) {
    if let short = Decimal(shortDigits: number.text) {
      self = short
      return
    }
    // `Decimal` holds 38 digits and exponents of -128...127. A longer text fits only if it is padded with zeros, and
    // reading it would take time proportional to its exponent.
    guard number.text.utf8.count <= 170, Self.exponent(of: number.text).magnitude <= 330,
      let decimal = Decimal(string: number.text, locale: Self.wireLocale), decimal.isFinite,
      JSONNumber(text: decimal.description) == number
    else { return nil }
    self = decimal
  }

  private static let wireLocale = Locale(identifier: "en_US_POSIX")

  private static func exponent(of text: String) -> Int {
    guard let mark = text.lastIndex(where: { $0 == "e" || $0 == "E" }) else { return 0 }
    return Int(text[text.index(after: mark)...]) ?? .max
  }
}

extension Decimal: WireCodable {
  /// Reads a number exactly.
  public init(from reader: inout JSONReader) throws(JSONError) {
    let offset = reader.offset
    self = try Decimal(reading: reader.readNumber(), at: offset)
  }

  /// Reads a number exactly; in any wire form it may also be text.
  public init(from reader: inout JSONReader, as form: WireForm) throws(JSONError) {
    let offset = reader.offset
    self = try Decimal(reading: reader.readNumberText(), at: offset)
  }

  private init(reading number: JSONNumber, at offset: Int) throws(JSONError) {
    guard let decimal = Decimal(exactly: number) else {
      throw JSONError(offset: offset, .outOfRange("\(number.text.prefix(60)) has more digits than a decimal holds"))
    }
    self = decimal
  }

  /// Writes a number; one that is not finite is the writer's error.
  public func encode(into writer: inout JSONWriter) {
    if let number = JSONNumber(text: digits) { writer.number(number) } else { writer.refuseDecimal() }
  }

  /// Writes a number; one that is not finite is the writer's error.
  public func encode(into writer: inout JSONWriter, as form: WireForm) {
    if let number = JSONNumber(text: digits) {
      number.encode(into: &writer, as: form)
    } else {
      writer.refuseDecimal()
    }
  }
}

extension JSONWriter {
  /// Reports a decimal that is not finite.
  fileprivate mutating func refuseDecimal() { refuse("is nan, and JSON has only finite numbers") }
}

extension UUID: JSONDecodable, JSONEncodable {
  /// Reads a string of 36 characters.
  public init(from reader: inout JSONReader) throws(JSONError) {
    self = try reader.readStringBytes({ UUID(uuidString: String(decoding: $0, as: UTF8.self)) }, else: "a UUID")
  }

  /// Writes 36 characters in lower case.
  public func encode(into writer: inout JSONWriter) { writer.string(uuidString.lowercased()) }
}

extension Data: JSONDecodable, JSONEncodable {
  /// Reads a string of base64.
  public init(from reader: inout JSONReader) throws(JSONError) {
    self = try reader.readStringBytes({ Data(base64Encoded: Data($0)) }, else: "base64")
  }

  /// Writes base64.
  public func encode(into writer: inout JSONWriter) { writer.string(base64EncodedString()) }
}

extension URL: JSONDecodable, JSONEncodable {
  /// Reads a string.
  public init(from reader: inout JSONReader) throws(JSONError) {
    self = try reader.readStringBytes({ URL(string: String(decoding: $0, as: UTF8.self)) }, else: "a URL")
  }

  /// Writes the URL as it was read.
  public func encode(into writer: inout JSONWriter) { writer.string(absoluteString) }
}
