/// How often each of a number of things came to pass, so that a simulation can show what it tried.
struct Tally<Kind: CaseIterable & Hashable & Sendable>: Sendable, CustomStringConvertible {
  private var counts: [Kind: Int] = [:]

  mutating func count(_ kind: Kind, if condition: Bool = true) {
    if condition { counts[kind, default: 0] += 1 }
  }

  static func += (left: inout Self, right: Self) {
    left.counts.merge(right.counts, uniquingKeysWith: +)
  }

  /// What came to pass less often.
  func rarer(than minimum: Int) -> [Kind] { Kind.allCases.filter { counts[$0, default: 0] < minimum } }

  var description: String { Kind.allCases.map { "\($0) \(counts[$0, default: 0])" }.joined(separator: ", ") }
}
