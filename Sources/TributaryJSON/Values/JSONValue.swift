/// Any JSON value, with numbers exact and members in order.
public enum JSONValue: Sendable, Hashable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, digit by digit.
  case number(JSONNumber)
  /// A string.
  case string(String)
  /// A string that is not valid text, as received: it has an escaped half of a surrogate pair, or bytes that are not
  /// UTF-8.
  case malformedString(MalformedString)
  /// An array.
  case array([JSONValue])
  /// An object. Of equal names the last value counts.
  case object(JSONFields)

  /// The boolean, or `nil` for any other kind.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The number, or `nil` for any other kind.
  public var number: JSONNumber? { if case .number(let value) = self { value } else { nil } }

  /// The number as an integer, or `nil` for any other kind, a fraction, or a number that does not fit.
  public var int: Int? { number?.int }

  /// The number as the nearest double, or `nil` for any other kind.
  public var double: Double? { number?.double }

  /// The string, or `nil` for any other kind.
  public var string: String? { if case .string(let value) = self { value } else { nil } }

  /// The elements, or `nil` for any other kind.
  public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

  /// The members, or `nil` for any other kind.
  public var object: JSONFields? { if case .object(let value) = self { value } else { nil } }

  /// Whether it is `null`.
  public var isNull: Bool { self == .null }

  /// The value under a name, or `nil` if this is not an object or lacks the name.
  public subscript(name: String) -> JSONValue? { object?[name] }

  /// The element at an index, or `nil` if this is not an array or is shorter.
  public subscript(index: Int) -> JSONValue? {
    guard let array, array.indices.contains(index) else { return nil }
    return array[index]
  }
}

extension JSONValue {
  /// Whether both are equal. Numbers compare by their exact decimal value, objects regardless of order.
  public static func == (left: Self, right: Self) -> Bool {
    // The recursive part is a separate function with a small stack frame, so that deep values can be compared.
    switch left {
    case .array(let elements): right.isArray(elements)
    case .object(let fields): right.isObject(fields)
    default: left.isSameScalar(as: right)
    }
  }

  private func isArray(_ elements: [JSONValue]) -> Bool {
    if case .array(let own) = self { own == elements } else { false }
  }

  private func isObject(_ fields: JSONFields) -> Bool {
    if case .object(let own) = self { own == fields } else { false }
  }

  private func isSameScalar(as other: JSONValue) -> Bool {
    switch (self, other) {
    case (.null, .null): true
    case (.bool(let own), .bool(let value)): own == value
    case (.number(let own), .number(let value)): own == value
    case (.string(let own), .string(let value)): own == value
    case (.malformedString(let own), .malformedString(let value)): own == value
    default: false
    }
  }

  /// How many levels a hash includes. Equal values still have equal hashes, and little stack is needed.
  static let hashedLevels = 16

  /// Hashes the value: numbers by their exact decimal value, objects regardless of order.
  public func hash(into hasher: inout Hasher) { hash(into: &hasher, levels: Self.hashedLevels) }

  func hash(into hasher: inout Hasher, levels: Int) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .number(let value): hasher.combine(value)
    case .string(let value): hasher.combine(value)
    case .malformedString(let value): hasher.combine(value)
    case .array(let elements):
      hasher.combine(elements.count)
      guard levels > 0 else { return }
      for element in elements { element.hash(into: &hasher, levels: levels - 1) }
    case .object(let fields):
      hasher.combine(fields.count)
      guard levels > 0 else { return }
      fields.hash(into: &hasher, levels: levels)
    }
  }
}

extension JSONValue: JSONDecodable, JSONEncodable {
  /// Reads any value.
  public init(from reader: inout JSONReader) throws(JSONError) { self = try reader.readValue() }

  /// Writes the value.
  public func encode(into writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .bool(let value): writer.bool(value)
    case .number(let value): writer.number(value)
    case .string(let value): writer.string(value)
    case .malformedString(let value): writer.raw(value.raw)
    case .array(let elements): elements.encode(into: &writer)
    case .object(let fields):
      // There are only two calls per level, so that deep values need little stack.
      writer.beginObject()
      fields.write(into: &writer)
      writer.endObject()
    }
  }
}

extension JSONFields: JSONEncodable {
  /// Writes an object with its members in order.
  public func encode(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.members(self)
    writer.endObject()
  }
}

extension JSONFields: JSONDecodable {
  /// Reads an object.
  public init(from reader: inout JSONReader) throws(JSONError) {
    self = try reader.readFields()
  }
}
