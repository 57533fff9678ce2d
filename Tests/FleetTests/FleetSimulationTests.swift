import Expect
import Testing
import TributaryFleet

/// Whole days of a fleet, each with what must hold in the end, and mistakes that must be found.
@Suite("A simulated fleet")
struct FleetSimulationTests {
  typealias Mistake = SimulatedAccounts.Mistake

  private static let hour = Duration.seconds(3_600)
  private static let policy = FleetPolicy(poll: .seconds(20))

  // MARK: - Scenarios: each returns what was wrong

  /// A thousand accounts of one period over a day: each is synced once a period, in the same phase at the end.
  private static func day(_ mistake: Mistake? = nil, accounts: Int = 1_000, seed: UInt64 = 1) -> [String] {
    let world = FleetWorld(seed: seed, policy: policy, mistake: mistake)
    let numbers = world.add(accounts, period: hour)
    world.start(workers: 3)
    world.run(for: hour * 24)
    var problems = world.violations
    for number in numbers {
      let successes = world.lives[number]?.successes ?? []
      // One at once, one in the first period, and one in each of the others.
      if !(24...25).contains(successes.count) { problems.append("account \(number): \(successes.count) syncs a day") }
      guard let second = successes.dropFirst().first, let last = successes.last else { continue }
      let drift = (last - second) - hour * ((last - second) / hour).rounded()
      if drift > .seconds(30) { problems.append("account \(number): due times drift by \(drift)") }
    }
    if world.doubles > 0 { problems.append("\(world.doubles) accounts were synced twice at a time") }
    return problems
  }

  /// Ten accounts that end the process of whoever syncs them, among others.
  private static func killers(_ mistake: Mistake? = nil, seed: UInt64 = 2) -> [String] {
    let world = FleetWorld(seed: seed, policy: policy, mistake: mistake)
    let killers = world.add(10, period: .seconds(600), .init(killsWorker: true))
    let others = world.add(150, period: .seconds(600))
    world.start(workers: 3)
    world.run(for: hour * 4)
    var problems = world.violations
    let settled = world.now - hour * 2
    let starved = others.filter { world.longestGap($0, after: settled) > .seconds(1_200) }
    if !starved.isEmpty { problems.append("\(starved.count) accounts starve beside those that kill") }
    // The backoff begins with half a minute and ends with an hour: a dozen claims in four hours.
    for number in killers where (world.lives[number]?.kills ?? 0) > 16 {
      problems.append("account \(number) killed \(world.lives[number]?.kills ?? 0) workers")
    }
    return problems
  }

  /// Thirty accounts of 250 pages, four seconds each, before a thousand small ones.
  private static func giants(_ mistake: Mistake? = nil, startsOver: Bool = false, seed: UInt64 = 3) -> [String] {
    var policy = policy
    policy.poll = .seconds(2)
    let world = FleetWorld(seed: seed, policy: policy, mistake: mistake)
    let giants = world.add(30, period: hour * 12, .init(firstPages: 250, page: .seconds(4), startsOver: startsOver))
    let small = world.add(1_000, period: hour * 12)
    world.start(workers: 1)
    // All slots for two slices, as nobody knows the giants yet, then at least four slots: 1,000 s / 4 and the claims.
    world.run(for: .seconds(420))
    var problems = world.violations
    let waiting = small.count { world.lives[$0]?.successes.isEmpty ?? true }
    if waiting > 0 { problems.append("\(waiting) small accounts wait for giants") }
    world.run(for: hour * 3)
    let unfinished = giants.count { world.lives[$0]?.successes.isEmpty ?? true }
    if unfinished > 0 { problems.append("\(unfinished) giants never end") }
    return problems
  }

  /// Twenty accounts whose first sync takes hours, in slices that become longer, among small ones that are due again and
  /// again.
  private static func longSlices(_ mistake: Mistake? = nil, seed: UInt64 = 8) -> [String] {
    let world = FleetWorld(seed: seed, policy: policy, mistake: mistake)
    let giants = world.add(20, period: hour * 24, .init(firstPages: 250, page: .seconds(50)))
    let small = world.add(60, period: .seconds(600))
    world.start(workers: 1)
    world.run(for: hour * 8)
    var problems = world.violations
    let starved = small.count { world.longestGap($0, after: world.now - hour * 7) > .seconds(1_200) }
    if starved > 0 { problems.append("\(starved) small accounts are late because of giants") }
    let unfinished = giants.count { world.lives[$0]?.successes.isEmpty ?? true }
    if unfinished > 0 { problems.append("\(unfinished) giants never end") }
    return problems
  }

  /// The source's clock goes forward by a day, back by two and forward again.
  private static func clocks(_ mistake: Mistake? = nil, seed: UInt64 = 4) -> [String] {
    let world = FleetWorld(seed: seed, policy: policy, mistake: mistake)
    let numbers = world.add(80, period: .seconds(600), .init(firstPages: 5, page: .seconds(10)))
    world.start(workers: 3)
    for (hours, jump) in [(1, 24), (2, -48), (3, 1), (4, -1)] {
      world.at(hour * hours) { $0.clock += hour * jump }
    }
    world.run(for: hour * 6)
    var problems = world.violations
    let late = numbers.count { world.longestGap($0, after: world.now - hour * 5) > .seconds(1_200) }
    if late > 0 { problems.append("\(late) accounts were late because a clock jumped") }
    return problems
  }

  /// Workers are killed and suspended past their leases, and the source fails half of its calls for a while.
  private static func disturbances(_ mistake: Mistake? = nil, seed: UInt64 = 5) -> [String] {
    let world = FleetWorld(seed: seed, policy: policy, mistake: mistake)
    let numbers = world.add(80, period: .seconds(600), .init(firstPages: 100, page: .seconds(3)))
    world.start(workers: 3)
    for step in 0..<120 {
      world.at(.seconds(30 * step + 10)) { world in
        let alive = world.aliveWorkers
        guard let number = alive.randomElement(using: &world.random) else { return }
        if step % 3 == 0 { world.kill(number) } else { world.suspend(number, for: .seconds(step % 2 == 0 ? 90 : 20)) }
      }
    }
    world.at(.seconds(600)) { $0.failureRate = 0.5 }
    world.at(.seconds(1_200)) { $0.failureRate = 1 }
    world.at(.seconds(1_400)) { $0.failureRate = 0.2 }
    world.at(.seconds(1_800)) { $0.failureRate = 0 }
    world.run(for: hour * 4)
    var problems = world.violations
    if !world.late(among: numbers).isEmpty { problems.append("accounts are late after the disturbances") }
    if world.lives.values.contains(where: { $0.pagesLeft > 0 }) { problems.append("pages are missing in the end") }
    return problems
  }

  /// A worker is stopped in the middle of its work, again and again, and another one goes on at once.
  private static func restarts(_ mistake: Mistake? = nil, seed: UInt64 = 6) -> [String] {
    let world = FleetWorld(seed: seed, policy: policy, mistake: mistake)
    let numbers = world.add(16, period: hour, .init(firstPages: 100, page: .seconds(4)))
    world.start(workers: 1)
    var slowest = Duration.zero
    var problems: [String] = []
    for _ in 0..<5 {
      world.run(for: .seconds(40))
      let stopped = world.now
      world.aliveWorkers.forEach(world.stop)
      while !world.aliveWorkers.isEmpty, world.now < stopped + hour { world.run(for: .milliseconds(100)) }
      slowest = max(slowest, world.now - stopped)
      let waiting = numbers.count { number in
        guard let lease = world.accounts.rows[number]?.lease else { return false }
        return lease.until != nil || lease.attempts > 0 || lease.due > world.now + world.clock
      }
      if waiting > 0 { problems.append("\(waiting) accounts were not given back as they were") }
      world.start(workers: 1)
    }
    if slowest > .seconds(21) { problems.append("stopping took \(slowest)") }
    return world.violations + problems
  }

  // MARK: - Tests

  @Test("a thousand accounts over a day", arguments: [UInt64(1)])
  func wholeDay(seed: UInt64) { expect(Self.day(seed: seed), equals: []) }

  @Test("accounts that kill their worker", arguments: UInt64(1)...3)
  func killing(seed: UInt64) { expect(Self.killers(seed: seed), equals: []) }

  @Test("giants before small accounts", arguments: [false, true])
  func giantsFirst(startsOver: Bool) { expect(Self.giants(startsOver: startsOver), equals: []) }

  @Test("giants among small accounts for hours")
  func longSyncs() { expect(Self.longSlices(), equals: []) }

  @Test("clocks that jump", arguments: UInt64(1)...3)
  func jumps(seed: UInt64) { expect(Self.clocks(seed: seed), equals: []) }

  @Test("killed and suspended workers, and a source that fails", arguments: UInt64(1)...4)
  func disturbed(seed: UInt64) { expect(Self.disturbances(seed: seed), equals: []) }

  @Test("workers that are stopped", arguments: UInt64(1)...3)
  func stopped(seed: UInt64) { expect(Self.restarts(seed: seed), equals: []) }

  @Test("accounts that always fail back off, and the others do not notice")
  func failing() {
    let world = FleetWorld(seed: 7, policy: Self.policy)
    let failing = world.add(50, period: .seconds(600), .init(fails: true))
    let others = world.add(100, period: .seconds(600))
    world.start(workers: 1)
    world.run(for: Self.hour * 12)
    expect(world.late(among: others), equals: [])
    for number in failing {
      let attempts = world.accounts.rows[number]?.lease.attempts ?? 0
      #expect((12...40).contains(attempts), "\(attempts) attempts in twelve hours")
    }
  }

  @Test("a mistake is found", arguments: Mistake.allCases)
  func found(mistake: Mistake) {
    let problems: [String]
    switch mistake {
    case .uncountedAttempts, .equalBackoff: problems = Self.killers(mistake)
    case .driftingDueTimes: problems = Self.day(mistake, accounts: 50)
    case .trustedClock: problems = Self.clocks(mistake)
    case .noReservedSlots: problems = Self.longSlices(mistake)
    case .noSlices: problems = Self.giants(mistake)
    case .ignoredTerm:
      problems = (5...8).lazy.map { Self.disturbances(mistake, seed: $0) }.first { !$0.isEmpty } ?? []
    case .punishedReturns: problems = Self.restarts(mistake)
    }
    #expect(!problems.isEmpty)
  }
}
