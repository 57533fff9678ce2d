import TributaryJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension JSONModel {
  /// Reads the value through any decoder with its default configuration.
  ///
  /// Integers and doubles are exact, and so are decimals up to the 38 digits that `Decimal` holds. Strategies of the
  /// decoder for dates or keys do not apply: the wire form is the spec's.
  public init(from decoder: any Decoder) throws {
    let bridged = try BridgedValue(from: decoder)
    do {
      self = try JSONReader.read(Self.self, from: JSONWriter.bytes(of: bridged.value))
    } catch {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "\(error)", underlyingError: error))
    }
  }

  /// Writes the value through any encoder with its default configuration.
  ///
  /// - Throws: `EncodingError` for a number that neither an integer, a double nor a `Decimal` holds exactly, and for what
  ///   JSON cannot hold.
  public func encode(to encoder: any Encoder) throws {
    let value: JSONValue
    do {
      value = try JSONReader.read(JSONValue.self, from: JSONWriter.checkedBytes(of: self))
    } catch {
      throw EncodingError.invalidValue(
        self,
        EncodingError.Context(codingPath: encoder.codingPath, debugDescription: "\(error)", underlyingError: error))
    }
    try BridgedValue(value: value).encode(to: encoder)
  }
}

/// A JSON value on its way through any coder, such as Foundation's.
private struct BridgedValue: Codable {
  var value: JSONValue

  init(value: JSONValue) { self.value = value }

  init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: AnyKey.self) {
      if let decimal = CodedDecimal.value(in: container, of: decoder) {
        value = .number(decimal)
        return
      }
      var fields = JSONFields()
      for key in container.allKeys {
        fields[key.stringValue] = try container.decode(BridgedValue.self, forKey: key).value
      }
      value = .object(fields)
    } else if var container = try? decoder.unkeyedContainer() {
      var elements: [JSONValue] = []
      while !container.isAtEnd { elements.append(try container.decode(BridgedValue.self).value) }
      value = .array(elements)
    } else {
      value = try Self.scalar(in: decoder.singleValueContainer())
    }
  }

  private static func scalar(in container: any SingleValueDecodingContainer) throws -> JSONValue {
    if container.decodeNil() { return .null }
    if let bool = try? container.decode(Bool.self) { return .bool(bool) }
    // A decoder that keeps digits returns all of them as a decimal, but may round them if asked for an integer. A
    // decoder of integers and doubles has no decimals, or only as objects.
    let double = try? container.decode(Double.self)
    if let decimal = try? container.decode(Decimal.self), let number = JSONNumber(text: decimal.description),
      double.map({ number.double == $0 }) ?? true
    {
      return .number(number)
    }
    if let int = try? container.decode(Int.self) { return .number(JSONNumber(int)) }
    if let number = double.flatMap({ JSONNumber($0) }) { return .number(number) }
    return .string(try container.decode(String.self))
  }

  func encode(to encoder: any Encoder) throws {
    switch value {
    case .object(let fields):
      var container = encoder.container(keyedBy: AnyKey.self)
      for (name, value) in fields { try container.encode(BridgedValue(value: value), forKey: AnyKey(name)) }
    case .array(let elements):
      var container = encoder.unkeyedContainer()
      for element in elements { try container.encode(BridgedValue(value: element)) }
    case .null:
      var container = encoder.singleValueContainer()
      try container.encodeNil()
    case .bool(let bool):
      var container = encoder.singleValueContainer()
      try container.encode(bool)
    case .string(let string):
      var container = encoder.singleValueContainer()
      try container.encode(string)
    case .malformedString(let string):
      throw EncodingError.invalidValue(
        string.repaired,
        EncodingError.Context(
          codingPath: encoder.codingPath, debugDescription: "A string has half of a surrogate pair, or is not UTF-8."))
    case .number(let number):
      var container = encoder.singleValueContainer()
      if let int = number.int {
        try container.encode(int)
      } else if number.double.isFinite, JSONNumber(number.double) == number {
        // Every coder has doubles; few have a form for decimals.
        try container.encode(number.double)
      } else if let decimal = Decimal(exactly: number) {
        try container.encode(decimal)
      } else {
        throw EncodingError.invalidValue(
          number.text,
          EncodingError.Context(
            codingPath: encoder.codingPath, debugDescription: "Neither Double nor Decimal holds \(number.text)."))
      }
    }
  }
}

/// A `Decimal` in a coder that has no form for it, such as that of property lists: the object as which `Decimal`
/// encodes itself.
private enum CodedDecimal {
  private static let names: Set = ["exponent", "length", "isNegative", "isCompact", "mantissa"]

  static func value(in container: KeyedDecodingContainer<AnyKey>, of decoder: any Decoder) -> JSONNumber? {
    guard container.allKeys.count == names.count, Set(container.allKeys.map(\.stringValue)) == names,
      let decimal = try? Decimal(from: decoder)
    else { return nil }
    return JSONNumber(text: decimal.description)
  }
}

private struct AnyKey: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }
  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { stringValue = String(intValue) }
}
