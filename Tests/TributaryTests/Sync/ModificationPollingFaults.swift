/// How often each fault of a service or a process came to pass, so that a simulation can show what it tried.
struct ModificationPollingFaults: CustomStringConvertible {
  enum Fault: String, CaseIterable {
    case changedWhileRead, becameVisibleLate, stampedAhead, cameBackFromAhead, deleted
    case cappedPage, fullSecond, ignoredOrder, refused, swept
    case died, diedBeforeCommit
  }

  private var counts: [Fault: Int] = [:]

  mutating func count(_ fault: Fault, if condition: Bool = true) {
    if condition { counts[fault, default: 0] += 1 }
  }

  static func += (left: inout Self, right: Self) {
    left.counts.merge(right.counts, uniquingKeysWith: +)
  }

  /// The faults that came to pass less often.
  func rarer(than minimum: Int) -> [Fault] { Fault.allCases.filter { counts[$0, default: 0] < minimum } }

  var description: String {
    Fault.allCases.map { "\($0.rawValue) \(counts[$0, default: 0])" }.joined(separator: ", ")
  }
}
