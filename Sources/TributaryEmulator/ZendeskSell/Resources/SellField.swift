import TributaryJSON

/// An attribute of a resource, as the table of resources describes it.
///
/// One is written `name:kind`, with `!` behind it when creating needs it, and `=text` for its value in a new record:
/// `status:text=New`, `resource_type:lead|contact|deal!`, `owner_id:@user`.
struct SellField: Sendable {
  enum Kind: Sendable, Equatable {
    case integer, text, boolean, date, time, texts, integers, address, customFields, prices, anything
    /// A whole number, or text with two decimals when it is not whole.
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
  static func list(_ text: String, isWritable: Bool) -> [SellField] {
    text.split(whereSeparator: \.isWhitespace).map { SellField($0, isWritable: isWritable) }
  }

  private init(_ text: Substring, isWritable: Bool) {
    let halves = text.split(separator: ":", maxSplits: 1)
    name = String(halves[0])
    let rest = halves.count == 2 ? halves[1] : "text"
    let parts = rest.split(separator: "=", maxSplits: 1)
    let word = parts[0].hasSuffix("!") ? parts[0].dropLast() : parts[0]
    isRequired = parts[0].hasSuffix("!")
    self.isWritable = isWritable
    kind = Self.kind(word)
    initial = parts.count == 2 ? .string(String(parts[1])) : kind.initial
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

extension SellField.Kind {
  fileprivate var initial: JSONValue {
    switch self {
    case .boolean: false
    case .texts, .integers, .prices: []
    case .customFields: [:]
    default: .null
    }
  }
}
