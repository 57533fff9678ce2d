import TributaryJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One comparison, prepared.
struct FilterTest: Sendable {
  /// The value to compare with.
  enum Operand: Sendable {
    case text([UInt8])
    case instant(Timestamp)
    case reading(LocalTimestamp)
    case day(CalendarDate)
    case number(JSONNumber)
    case double(Double)
    case boolean(Bool)
    case uuid(UUID)

    /// Reads a value as it is sent; `nil` if its kind does not allow it.
    init?(_ text: ExactText, kind: FilterKind) {
      guard let operand = Self.read(text.text, kind) else { return nil }
      self = operand
    }

    private static func read(_ text: String, _ kind: FilterKind) -> Self? {
      switch kind {
      case .text: .text(Array(text.utf8))
      case .instant: Timestamp(text).map(Self.instant)
      case .localTime: LocalTimestamp(text).map(Self.reading)
      case .day: CalendarDate(text).map(Self.day)
      case .number: JSONNumber(text: text).map(Self.number)
      case .double: JSONNumber(text: text).map { .double($0.double) }
      case .boolean: Bool(text).map(Self.boolean)
      case .uuid: UUID(uuidString: text).map(Self.uuid)
      }
    }

    /// The form in which the value is sent if there are several ways to write it.
    func sentText(for comparison: FilterComparison?) -> String? {
      if case .instant(let instant) = self { instant.filterText(for: comparison) } else { nil }
    }
  }

  let comparison: FilterComparison
  let operand: Operand

  init(comparison: FilterComparison, operand: Operand) {
    self.comparison = comparison
    self.operand = operand
  }

  /// A comparison with a value, exactly; `nil` for one that is not a number.
  init?<Value: FilterOperand>(_ comparison: FilterComparison, _ value: Value) {
    guard let operand = Operand(ExactText(value.exactText), kind: Value.filterKind) else { return nil }
    self.init(comparison: comparison, operand: operand)
  }

  /// Whether a string in a record passes.
  func holds(for text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch operand {
    case .text(let own): holds(text.elementsEqual(own) ? .same : text.lexicographicallyPrecedes(own) ? .less : .greater)
    case .instant(let own): Timestamp(utf8: text).map { holds(.init($0, own)) } ?? false
    case .reading(let own): LocalTimestamp(utf8: text).map { holds(.init($0, own)) } ?? false
    case .day(let own): CalendarDate(utf8: text).map { holds(.init($0, own)) } ?? false
    case .number, .double: JSONNumber(text: String(decoding: text, as: UTF8.self)).map(holds(for:)) ?? false
    case .uuid(let own): UUID(uuidString: String(decoding: text, as: UTF8.self)).map { holds(.init($0, own)) } ?? false
    case .boolean: false
    }
  }

  /// Whether a number in a record passes.
  func holds(for number: JSONNumber) -> Bool {
    switch operand {
    case .number(let own): holds(.init(number, own))
    case .double(let own): holds(.init(number.double, own))
    default: false
    }
  }

  /// Whether an instant in a record passes.
  func holds(for instant: Timestamp) -> Bool {
    guard case .instant(let own) = operand else { return false }
    return holds(.init(instant, own))
  }

  /// Whether a truth value in a record passes.
  func holds(for value: Bool) -> Bool {
    guard case .boolean(let own) = operand else { return false }
    return holds(value == own ? .same : own ? .less : .greater)
  }

  /// How a record's value compares with the operand.
  private enum Relation {
    case less, same, greater

    init<Value: Comparable>(_ left: Value, _ right: Value) {
      self = left == right ? .same : left < right ? .less : .greater
    }
  }

  private func holds(_ relation: Relation) -> Bool {
    switch comparison {
    case .equal, .oneOf: relation == .same
    case .notEqual, .noneOf: relation != .same
    case .present: true
    case .absent: false
    case .greater: relation == .greater
    case .atLeast: relation != .less
    case .less: relation == .less
    case .atMost: relation != .greater
    }
  }
}
