package import TributaryJSON

/// A field that a store keeps an index of, for comparisons with values of one kind.
public struct IndexedField: Sendable, Hashable {
  let path: FieldPath
  /// How values compare.
  package let kind: FilterKind

  /// The field as an index of a local query names it.
  init<Record, Value: FilterOperand>(_ field: LocalField<Record, Value>) {
    path = field.localPath
    kind = Value.filterKind
  }

  /// A field from what ``pathText`` and ``kindText`` have written; `nil` for anything else.
  package init?(pathText: String, kindText: String) {
    let words = kindText.split(separator: " ").map(String.init)
    guard let steps = try? JSONReader.read([[String]].self, from: SharedBytes(pathText)), let first = words.first,
      let kind = FilterKind.allCases.first(where: { "\($0)" == first }), words.count <= 2
    else { return nil }
    self.kind = kind
    guard words.count == 2 else {
      path = FieldPath(steps: steps)
      return
    }
    let forms: [WireForm] = [
      .string, .either, .int, .unix, .unixMilliseconds, .utc, .utcSpaced, .rfc2822, .httpDate,
    ]
    guard let form = forms.first(where: { "\($0)" == words[1] }) else { return nil }
    path = FieldPath(steps: steps, form: form)
  }

  /// The names on the way as JSON.
  package var pathText: String { JSONWriter.text(of: path.steps) }

  /// The names of the kind and of the form in which the value travels.
  package var kindText: String { path.form.map { "\(kind) \($0)" } ?? "\(kind)" }
}

/// What an index is sorted by. Equal values have equal keys, and a value that is less than another has no greater key;
/// the opposite need not hold, so that a filter has the last word on what an index finds.
package enum IndexKey: Sendable, Equatable {
  case integer(Int)
  case real(Double)
  case bytes([UInt8])

  /// The most bytes of a text that make its key.
  static let longestText = 128

  /// Whether a key of the same field comes before another.
  func precedes(_ other: Self) -> Bool {
    switch (self, other) {
    case (.integer(let own), .integer(let other)): own < other
    case (.real(let own), .real(let other)): own < other
    case (.bytes(let own), .bytes(let other)): own.lexicographicallyPrecedes(other)
    default: false
    }
  }

  init?(_ key: OrderEvaluator.Key) {
    switch key {
    case .missing: return nil
    case .boolean(let value): self = .integer(value)
    case .number(let number): self = .real(number.double)
    case .double(let number): self = .real(number)
    case .instant(let instant): self = .integer(instant.secondsSince1970)
    case .reading(let reading): self = .integer(reading.seconds)
    case .day(let day): self = .integer(day.days)
    case .uuid(let uuid): self = .bytes(withUnsafeBytes(of: uuid.uuid) { Array($0) })
    case .text(let text): self = .bytes(Array(text.bytes.prefix(Self.longestText)))
    }
  }
}

/// The keys from one to another, both included; without a bound where it is `nil`.
package struct IndexRange: Sendable, Equatable {
  package var lower: IndexKey?
  package var upper: IndexKey?

  /// The keys in both.
  func intersection(_ other: Self) -> Self {
    IndexRange(
      lower: [lower, other.lower].compactMap { $0 }.max { $0.precedes($1) },
      upper: [upper, other.upper].compactMap { $0 }.min { $0.precedes($1) })
  }

  /// Whether it is one key.
  package var isPoint: Bool { lower != nil && lower == upper }
}

/// Reads the key of one field from records.
package final class IndexKeyReader: Sendable {
  private let order: OrderEvaluator

  package init(_ field: IndexedField) {
    order = OrderEvaluator([OrderStep(path: field.path, kind: field.kind, isDescending: false)])
  }

  /// The key of a record; `nil` where the field has no value of the kind.
  package func key(of payload: SharedBytes) -> IndexKey? { order.keys(of: payload).first.flatMap(IndexKey.init) }
}

extension FieldTest {
  /// The keys that can pass, where these are not all.
  func range(in field: IndexedField) -> IndexRange? {
    switch self {
    case .value(let test):
      guard test.operand.kind == field.kind, let key = IndexKey(test.operand.key) else { return nil }
      return switch test.comparison {
      case .equal: IndexRange(lower: key, upper: key)
      case .greater, .atLeast: IndexRange(lower: key, upper: nil)
      case .less, .atMost: IndexRange(lower: nil, upper: key)
      case .notEqual, .oneOf, .noneOf, .present, .absent: nil
      }
    case .prefix(let bytes):
      guard field.kind == .text else { return nil }
      let lower = Array(bytes.prefix(IndexKey.longestText))
      // No text has the byte 0xFF in it.
      let upper = bytes.count < IndexKey.longestText ? lower + [0xFF] : lower
      return IndexRange(lower: .bytes(lower), upper: .bytes(upper))
    case .infix, .missing, .element: return nil
    }
  }
}

extension FilterTest.Operand {
  fileprivate var kind: FilterKind {
    switch self {
    case .text: .text
    case .instant: .instant
    case .reading: .localTime
    case .day: .day
    case .number: .number
    case .double: .double
    case .boolean: .boolean
    case .uuid: .uuid
    }
  }

  fileprivate var key: OrderEvaluator.Key {
    switch self {
    case .text(let bytes): .text(.init(bytes: bytes))
    case .instant(let instant): .instant(instant)
    case .reading(let reading): .reading(reading)
    case .day(let day): .day(day)
    case .number(let number): .number(number)
    case .double(let number): .double(number)
    case .boolean(let value): .boolean(value ? 1 : 0)
    case .uuid(let uuid): .uuid(uuid)
    }
  }
}
