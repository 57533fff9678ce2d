import TributaryJSON

/// One comparison, prepared.
struct FilterTest: Sendable {
  /// The value to compare with.
  enum Operand: Sendable {
    case text([UInt8])
    case instant(Timestamp)
    case number(JSONNumber)
    case boolean(Bool)

    /// Reads a value as it is sent; `nil` if its kind does not allow it.
    init?(_ text: ExactText, kind: FilterKind) {
      switch kind {
      case .text: self = .text(Array(text.text.utf8))
      case .instant:
        guard let instant = Timestamp(text.text) else { return nil }
        self = .instant(instant)
      case .number:
        guard let number = JSONNumber(text: text.text) else { return nil }
        self = .number(number)
      case .boolean:
        guard let value = Bool(text.text) else { return nil }
        self = .boolean(value)
      }
    }

    /// The form in which the value is sent if there are several ways to write it.
    func sentText(for comparison: FilterComparison?) -> String? {
      if case .instant(let instant) = self { instant.filterText(for: comparison) } else { nil }
    }
  }

  let comparison: FilterComparison
  let operand: Operand

  /// Whether a string in a record passes.
  func holds(for text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch operand {
    case .text(let own): holds(text.elementsEqual(own) ? .same : text.lexicographicallyPrecedes(own) ? .less : .greater)
    case .instant(let own): Timestamp(utf8: text).map { holds(.init($0, own)) } ?? false
    case .number: JSONNumber(text: String(decoding: text, as: UTF8.self)).map(holds(for:)) ?? false
    case .boolean: false
    }
  }

  /// Whether a number in a record passes.
  func holds(for number: JSONNumber) -> Bool {
    guard case .number(let own) = operand else { return false }
    return holds(.init(number, own))
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
    case .equal: relation == .same
    case .notEqual: relation != .same
    case .greater: relation == .greater
    case .atLeast: relation != .less
    case .less: relation == .less
    case .atMost: relation != .greater
    }
  }
}
