/// Counts how often each kind of event occurred, so that a simulation can show what it tried.
public struct Tally<Kind: CaseIterable & Hashable & Sendable>: Sendable, CustomStringConvertible {
  private var counts: [Kind: Int] = [:]

  /// No events.
  public init() {}

  /// Counts one event.
  public mutating func count(_ kind: Kind, if condition: Bool = true) {
    if condition { counts[kind, default: 0] += 1 }
  }

  /// Adds the counts of another.
  public static func += (left: inout Self, right: Self) {
    left.counts.merge(right.counts, uniquingKeysWith: +)
  }

  /// The kinds that occurred less often.
  public func rarer(than minimum: Int) -> [Kind] { Kind.allCases.filter { counts[$0, default: 0] < minimum } }

  /// Every kind with its count.
  public var description: String { Kind.allCases.map { "\($0) \(counts[$0, default: 0])" }.joined(separator: ", ") }
}
