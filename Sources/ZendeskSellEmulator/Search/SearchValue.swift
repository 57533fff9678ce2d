import TributaryJSON

/// A value that filters and orders compare. It shares nothing with the SDK's comparisons, because it serves to test
/// them.
enum SearchValue: Sendable, Equatable {
  /// Compared byte by byte. What the service does with letters and accents is not documented.
  case text([UInt8])
  case number(JSONNumber)
  case flag(Bool)
  /// A day or a moment: seconds from 1970 and a part of a second.
  case moment(Int, nanoseconds: Int)

  /// Reads a value of a query; `nil` if it has another type than the attribute.
  init?(_ json: JSONValue, as kind: SearchAttribute.Kind) {
    switch (kind, json) {
    case (.text, .string(let text)): self = .text(Array(text.utf8))
    case (.number, .number(let number)): self = .number(number)
    case (.flag, .bool(let flag)): self = .flag(flag)
    case (.date, .string(let text)):
      guard Stamp.isDate(text), let seconds = Stamp.seconds(text + "T00:00:00Z") else { return nil }
      self = .moment(seconds, nanoseconds: 0)
    case (.moment, .string(let text)):
      guard let seconds = Stamp.seconds(text), let part = Self.nanoseconds(text) else { return nil }
      self = .moment(seconds, nanoseconds: part)
    default: return nil
    }
  }

  /// Reads a record's own value. A number of a custom field may be text there.
  init?(stored json: JSONValue, as kind: SearchAttribute.Kind) {
    if kind == .number, let text = json.string {
      guard let number = JSONNumber(text: text) else { return nil }
      self = .number(number)
    } else {
      self.init(json, as: kind)
    }
  }

  private static func nanoseconds(_ text: String) -> Int? {
    guard let point = text.firstIndex(of: ".") else { return 0 }
    let digits = text[text.index(after: point)...].prefix { $0.isASCII && $0.isNumber }
    return digits.isEmpty ? nil : Int((digits + "000000000").prefix(9))
  }

  /// -1, 0 or 1; `nil` for values of different kinds.
  func compared(to other: Self) -> Int? {
    switch (self, other) {
    case (.text(let left), .text(let right)):
      left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
    case (.number(let left), .number(let right)): Self.compare(left, right)
    case (.flag(let left), .flag(let right)): (left ? 1 : 0) - (right ? 1 : 0)
    case (.moment(let left, let leftPart), .moment(let right, let rightPart)):
      (left, leftPart) == (right, rightPart) ? 0 : (left, leftPart) < (right, rightPart) ? -1 : 1
    default: nil
    }
  }

  /// Whole numbers compare exactly, others as the doubles that the schema calls them.
  private static func compare(_ left: JSONNumber, _ right: JSONNumber) -> Int {
    if let left = left.int, let right = right.int { return left == right ? 0 : left < right ? -1 : 1 }
    return left.double == right.double ? 0 : left.double < right.double ? -1 : 1
  }
}
