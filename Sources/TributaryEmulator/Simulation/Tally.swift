/// Counts how often each kind of event occurred, so that a simulation can show what it tried.
package struct Tally<Kind: CaseIterable & Hashable & Sendable>: Sendable, CustomStringConvertible {
  private var counts: [Kind: Int] = [:]

  /// No events.
  package init() {}

  /// Counts one event.
  package mutating func count(_ kind: Kind, if condition: Bool = true) {
    if condition { counts[kind, default: 0] += 1 }
  }

  /// Adds the counts of another.
  package static func += (left: inout Self, right: Self) {
    left.counts.merge(right.counts, uniquingKeysWith: +)
  }

  /// The kinds that occurred less often.
  package func rarer(than minimum: Int) -> [Kind] { Kind.allCases.filter { counts[$0, default: 0] < minimum } }

  /// Every kind with its count.
  package var description: String { Kind.allCases.map { "\($0) \(counts[$0, default: 0])" }.joined(separator: ", ") }
}
