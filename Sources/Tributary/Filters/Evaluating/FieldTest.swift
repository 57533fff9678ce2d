import TributaryJSON

/// What a filter asks of one value, prepared.
enum FieldTest: Sendable {
  case value(FilterTest)
  case prefix([UInt8])
  case infix([UInt8])
  case missing(MissingForms)
  case element(FilterEvaluator)

  init(_ test: LocalTest) throws(FilterError) {
    switch test {
    case .value(let test): self = .value(test)
    case .prefix(let bytes): self = .prefix(bytes)
    case .infix(let bytes): self = .infix(bytes)
    case .missing(let forms): self = .missing(forms)
    case .element(let node): self = .element(try FilterEvaluator(node))
    }
  }

  /// Whether it holds where there is no value, or null.
  var holdsForNothing: Bool { if case .missing = self { true } else { false } }

  /// Whether it looks into a list.
  var isOfElements: Bool {
    switch self {
    case .element: true
    case .missing(let forms): forms.list
    case .value, .prefix, .infix: false
    }
  }

  /// Whether it holds for a list without elements.
  var holdsForEmptyList: Bool { if case .missing(let forms) = self { forms.list } else { false } }

  /// Whether an element of a list passes.
  func holds(forElement element: RawJSON) -> Bool {
    if case .element(let evaluator) = self { evaluator.matches(element) } else { false }
  }

  /// Whether a string passes.
  func holds(for text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch self {
    case .value(let test): test.holds(for: text)
    case .prefix(let bytes): text.starts(with: bytes)
    case .infix(let bytes): Self.contains(text, bytes)
    case .missing(let forms): forms.text && text.isEmpty
    case .element: false
    }
  }

  /// Whether a number passes.
  func holds(for number: JSONNumber) -> Bool {
    if case .value(let test) = self { test.holds(for: number) } else { false }
  }

  /// Whether a truth value passes.
  func holds(for value: Bool) -> Bool { if case .value(let test) = self { test.holds(for: value) } else { false } }

  private static func contains(_ text: UnsafeBufferPointer<UInt8>, _ part: [UInt8]) -> Bool {
    guard part.count <= text.count else { return false }
    return (0...text.count - part.count).contains { start in
      text[start..<start + part.count].elementsEqual(part)
    }
  }
}
