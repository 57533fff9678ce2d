extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// A boolean.
  public init(booleanLiteral value: Bool) { self = .bool(value) }

  /// An integer.
  public init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }

  /// The shortest number that reads back as the same double. A literal that is too large for a double becomes a number
  /// that is too large as well.
  public init(floatLiteral value: Double) {
    let number = JSONNumber(value) ?? JSONNumber(text: value < 0 ? "-1e999" : "1e999")
    self = number.map { .number($0) } ?? .null
  }

  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }

  /// An array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  /// An object. Of equal names the last value wins.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONFields(elements.map { (key: $0.0, value: $0.1) }))
  }
}

extension JSONValue: CustomStringConvertible {
  /// The value as JSON.
  public var description: String { JSONWriter.text(of: self) }
}
