import TributaryJSON

/// Checks the value of an attribute, and converts it to the form in which the service shows it.
enum Attribute {
  /// Why a value is refused.
  enum Problem: Error { case wrongType, incorrect(String) }

  /// - Parameter fields: The record's other attributes, for values that depend on them.
  static func check(
    _ value: JSONValue, _ field: Field, _ fields: JSONFields, in database: Database
  ) throws(Problem) -> JSONValue {
    if value.isNull { return value }
    switch field.kind {
    case .anything: return value
    case .text: return try require(value, value.string != nil)
    case .integer: return try require(value, value.int != nil)
    case .boolean: return try require(value, value.bool != nil)
    case .percent:
      guard let number = value.int else { throw .wrongType }
      if number < 0 { throw .incorrect("Ensure this value is greater than or equal to 0.") }
      if number > 100 { throw .incorrect("Ensure this value is less than or equal to 100.") }
      return value
    case .date:
      guard let text = value.string else { throw .wrongType }
      guard Stamp.isDate(text) else { throw .incorrect("is not a date") }
      return value
    case .time:
      guard let text = value.string else { throw .wrongType }
      guard let stamp = Stamp.normalized(text) else { throw .incorrect("is not a date and time") }
      return .string(stamp)
    case .texts: return try require(value, value.array?.allSatisfy { $0.string != nil } ?? false)
    case .integers: return try require(value, value.array?.allSatisfy { $0.int != nil } ?? false)
    case .customFields: return try require(value, value.object != nil)
    case .address: return try address(value)
    case .amount: return try decimal(value, wholeAsNumber: true)
    case .decimalText: return try decimal(value, wholeAsNumber: false)
    case .prices: return try prices(value)
    case .choice(let choices):
      guard let text = value.string else { throw .wrongType }
      guard choices.contains(text) else { throw .incorrect("is not included in the list") }
      return value
    case .reference(let type):
      guard let id = value.int ?? value.string.flatMap({ Int($0) }) else { throw .wrongType }
      let type = type.isEmpty ? fields["resource_type"]?.string ?? "" : type
      guard database.place(type, id) != nil else { throw .incorrect("does not name a \(type)") }
      return .number(JSONNumber(id))
    }
  }

  private static func require(_ value: JSONValue, _ isRight: Bool) throws(Problem) -> JSONValue {
    guard isRight else { throw .wrongType }
    return value
  }

  private static func address(_ value: JSONValue) throws(Problem) -> JSONValue {
    guard let given = value.object else { throw .wrongType }
    var address: JSONFields = [:]
    for name in ["line1", "city", "postal_code", "state", "country"] {
      let part = given[name] ?? .null
      guard part.isNull || part.string != nil else { throw .wrongType }
      address[name] = part
    }
    guard given.allSatisfy({ address[$0.key] != nil }) else { throw .incorrect("has an unknown part") }
    return .object(address)
  }

  private static func prices(_ value: JSONValue) throws(Problem) -> JSONValue {
    guard let prices = value.array else { throw .wrongType }
    var checked: [JSONValue] = []
    for price in prices {
      guard let amount = price["amount"], let currency = price["currency"]?.string else { throw .wrongType }
      checked.append(["amount": try decimal(amount, wholeAsNumber: false), "currency": .string(currency)])
    }
    return .array(checked)
  }

  /// A number or text with at most two decimals, without converting it to a double.
  private static func decimal(_ value: JSONValue, wholeAsNumber: Bool) throws(Problem) -> JSONValue {
    let text: String
    switch value {
    case .number(let number): text = number.int.map(String.init) ?? number.text
    case .string(let string): text = string
    default: throw .wrongType
    }
    let isNegative = text.hasPrefix("-")
    let halves = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(halves.count), !halves[0].isEmpty, halves[0].utf8.count <= 18,
      halves.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }), let whole = Int(halves[0])
    else { throw .incorrect("is not a decimal number") }
    let rest = halves.count == 2 ? halves[1] : ""
    guard rest.dropFirst(2).allSatisfy({ $0 == "0" }) else { throw .incorrect("has more than two decimals") }
    let cents = String((rest + "00").prefix(2))
    if wholeAsNumber, cents == "00" { return .number(JSONNumber(isNegative ? -whole : whole)) }
    return .string("\(isNegative ? "-" : "")\(whole).\(cents)")
  }
}
