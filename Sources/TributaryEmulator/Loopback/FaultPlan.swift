public import Tributary

/// Decides which requests get which fault.
public final class FaultPlan: Sendable {
  /// One entry of a plan.
  public struct Rule: Sendable {
    /// What goes wrong.
    public var fault: Fault
    /// How often, or `nil` for always.
    public var count: Int?
    /// The first matching request that it may affect, from 1.
    public var start: Int
    /// Which requests it applies to.
    public var matches: @Sendable (HTTPRequest) -> Bool

    /// A rule; by default for the next request of any kind.
    public init(
      _ fault: Fault, count: Int? = 1, start: Int = 1,
      matches: @escaping @Sendable (HTTPRequest) -> Bool = { _ in true }
    ) {
      self.fault = fault
      self.count = count
      self.start = start
      self.matches = matches
    }
  }

  private struct Entry {
    var rule: Rule
    var seen = 0
    var used = 0
  }

  private let entries: Locked<[Entry]>

  /// A plan. If several rules apply to a request, the first is used and the others wait.
  public init(_ rules: [Rule] = []) { entries = Locked(rules.map { Entry(rule: $0) }) }

  /// Adds a rule after the others. It counts requests from now on.
  public func add(_ rule: Rule) { entries.withLock { $0.append(Entry(rule: rule)) } }

  /// Forgets every rule.
  public func clear() { entries.withLock { $0 = [] } }

  /// The fault for a request, or `nil`. Each call counts as a request.
  public func next(for request: HTTPRequest) -> Fault? {
    entries.withLock { entries in
      var fault: Fault?
      for index in entries.indices where entries[index].rule.matches(request) {
        entries[index].seen += 1
        let entry = entries[index]
        guard fault == nil, entry.seen >= entry.rule.start, entry.rule.count.map({ entry.used < $0 }) ?? true else {
          continue
        }
        entries[index].used += 1
        fault = entry.rule.fault
      }
      return fault
    }
  }
}
