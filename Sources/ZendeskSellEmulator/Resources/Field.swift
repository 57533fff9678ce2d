import TributaryJSON

/// An attribute of a resource, as the table of resources describes it.
///
/// One is written `name:kind`, or `name` alone for text, with `!` appended if creating requires it, and `=text` for its
/// value in a new record: `status=New`, `resource_type:lead|contact|deal!`, `owner_id:@user`.
struct Field: Sendable {
  enum Kind: Sendable, Equatable {
    case integer, text, boolean, date, time, texts, integers, address, customFields, prices, anything
    /// A whole number, or else text with two decimals.
    case amount
    /// Text with two decimals.
    case decimalText
    /// An integer from 0 to 100.
    case percent
    /// The identifier of a record of a type; without a type, of the type that `resource_type` names.
    case reference(String)
    case choice([String])
  }

  var name: String
  var kind: Kind
  var isRequired: Bool
  var isWritable: Bool
  /// The value in a new record.
  var initial: JSONValue

  /// Reads a list of fields.
  static func list(_ text: String, isWritable: Bool) -> [Field] {
    text.split(whereSeparator: \.isWhitespace).map { Field($0, isWritable: isWritable) }
  }

  private init(_ text: Substring, isWritable: Bool) {
    let (front, value) = Self.halves(text, at: "=")
    isRequired = front.hasSuffix("!")
    let (name, word) = Self.halves(isRequired ? front.dropLast() : front, at: ":")
    self.name = String(name)
    self.isWritable = isWritable
    kind = Self.kind(word ?? "text")
    initial = value.map { .string(String($0)) } ?? kind.initial
  }

  private static func halves(_ text: Substring, at mark: Character) -> (Substring, Substring?) {
    guard let index = text.firstIndex(of: mark) else { return (text, nil) }
    return (text[..<index], text[text.index(after: index)...])
  }

  private static func kind(_ word: Substring) -> Kind {
    switch word {
    case "int": .integer
    case "bool": .boolean
    case "date": .date
    case "time": .time
    case "texts": .texts
    case "ints": .integers
    case "address": .address
    case "custom": .customFields
    case "prices": .prices
    case "amount": .amount
    case "decimal": .decimalText
    case "percent": .percent
    case "any": .anything
    case let word where word.hasPrefix("@"): .reference(String(word.dropFirst()))
    case let word where word.contains("|"): .choice(word.split(separator: "|").map(String.init))
    default: .text
    }
  }
}

extension Field.Kind {
  fileprivate var initial: JSONValue {
    switch self {
    case .boolean: false
    case .texts, .integers, .prices: []
    case .customFields: [:]
    default: .null
    }
  }
}
