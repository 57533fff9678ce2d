import Expect
public import Testing
import Tributary
public import TributaryFleet

/// What every source of accounts must do, whatever keeps them.
public struct AccountSourceSuite: Sendable, CustomTestStringConvertible {
  /// A source without accounts, and its clock.
  public struct Subject: Sendable {
    /// The source.
    public var source: any AccountSource & AccountDirectory
    /// Lets the source's clock go forward, or back.
    public var advance: @Sendable (Duration) async throws -> Void

    /// A subject from its parts.
    public init(
      _ source: any AccountSource & AccountDirectory, advance: @escaping @Sendable (Duration) async throws -> Void
    ) {
      self.source = source
      self.advance = advance
    }

    func add(_ count: Int, credential: String? = nil, period: Duration = .seconds(600)) async throws -> [FleetAccount] {
      let first = try await source.accounts(after: nil, limit: 1_000).count
      return try await source.add(
        (first..<first + count).map {
          FleetAccount(
            service: "shop", baseURL: "https://shop.example", name: "number \($0)", credential: credential,
            options: ["a": "\($0)", "ö": "\"'\\"], period: period)
        })
    }

    func claim(
      _ limit: Int = 100, long: Int = 100, owner: String = "one", lifetime: Duration = .seconds(60)
    ) async throws -> Claim {
      try await source.claim(
        ClaimRequest(
          owner: owner, limit: limit, longLimit: long, lifetime: lifetime,
          backoff: AttemptBackoff(initial: .seconds(100), maximum: .seconds(1_000))))
    }

    func end(_ lease: AccountLease, _ outcome: LeaseOutcome) async throws -> Bool {
      try await source.release(lease, outcome: outcome, after: .seconds(5))
    }

    func status(_ account: FleetAccount) async throws -> AccountStatus? {
      try await source.accounts(after: account.id - 1, limit: 1).first
    }

    func isClaimable(_ account: FleetAccount) async throws -> Bool {
      try await claim().leases.contains { $0.account.id == account.id }
    }
  }

  /// What is promised.
  public let testDescription: String
  /// Checks it.
  public let check: @Sendable (Subject) async throws -> Void

  private init(_ name: String, _ check: @escaping @Sendable (Subject) async throws -> Void) {
    testDescription = name
    self.check = check
  }

  /// All promises.
  public static let all = [
    claims, backoff, spread, leases, periods, slices, outcomes, pauses, rates, clocks, next, adding, lateness,
  ]

  private static let claims = AccountSourceSuite(
    "due accounts are claimed once, the longest due first, as many as asked for"
  ) { (subject: Subject) in
    let accounts = try await subject.add(5)
    try await subject.advance(.seconds(1))
    let later = try await subject.add(1)
    let first = try await subject.claim(3)
    expect(first.leases.map(\.account), equals: Array(accounts[..<3]))
    expect(first.next, equals: .zero)
    expect(first.leases.map(\.attempts), equals: [1, 1, 1])
    let second = try await subject.claim(owner: "two")
    expect(second.leases.map(\.account), equals: accounts[3...] + later)
    try expect(await subject.claim().leases, equals: [])
  }

  private static let backoff = AccountSourceSuite(
    "a claim counts as an attempt, and its account waits longer each time"
  ) { (subject: Subject) in
    let account = try await subject.add(1)[0]
    for (attempt, backoff) in [100, 200, 400, 800, 1_000, 1_000].enumerated() {
      let leases = try await subject.claim().leases
      expect(leases.map(\.attempts), equals: [attempt + 1])
      expect(leases.map(\.term), equals: [attempt + 1])
      try expect(await subject.status(account)?.isFailing, equals: attempt > 0)
      try await subject.advance(.seconds(backoff / 2 - 1))
      try expect(await subject.claim().leases, equals: [], "half of \(backoff) s after attempt \(attempt + 1)")
      try await subject.advance(.seconds(backoff / 2 + 2))
      try expect(await subject.status(account)?.isFailing, equals: true)
    }
  }

  private static let spread = AccountSourceSuite(
    "accounts that were claimed together are due at different times after that"
  ) { (subject: Subject) in
    _ = try await subject.add(12)
    try expect(await subject.claim().leases.count, equals: 12)
    try await subject.advance(.seconds(61))
    var counts: [Int] = []
    for _ in 0..<8 {
      counts.append(try await subject.claim().leases.count)
      try await subject.advance(.seconds(5))
    }
    #expect(counts.max() ?? 12 < 8, "\(counts)")
  }

  private static let leases = AccountSourceSuite("a lease is held until it ends, and longer when it is renewed") {
    (subject: Subject) in
    _ = try await subject.add(1)
    let lifetime = Duration.seconds(500)
    let lease = try #require(try await subject.claim(lifetime: lifetime).leases.first)
    try await subject.advance(.seconds(400))
    try expect(await subject.claim(lifetime: lifetime).leases, equals: [], "it is due, and held")
    let held = try await subject.source.renew([lease], lifetime: lifetime)
    expect(Array(held.keys), equals: [lease.account.id])
    // A source that forgot a claim in a crash gives its term to another owner.
    var forgotten = lease
    forgotten.owner = "two"
    try expect(await subject.source.renew([forgotten], lifetime: lifetime), equals: [:])
    try expect(await subject.end(forgotten, .finished(incomplete: nil)), equals: false)
    try await subject.advance(.seconds(400))
    try expect(await subject.claim(lifetime: lifetime).leases, equals: [])
    try await subject.advance(.seconds(200))
    let next = try #require(try await subject.claim(owner: "two", lifetime: lifetime).leases.first)
    expect(next.term, equals: lease.term + 1)
    try expect(await subject.source.renew([lease], lifetime: lifetime), equals: [:])
    try expect(await subject.end(lease, .finished(incomplete: nil)), equals: false)
    try expect(await subject.status(next.account)?.hasSynced, equals: false)
    try expect(await subject.end(next, .finished(incomplete: nil)), equals: true)
    try expect(await subject.end(next, .finished(incomplete: nil)), equals: false)
  }

  private static let periods = AccountSourceSuite(
    "after a success, an account is due at whole periods, and its attempts are forgotten"
  ) { (subject: Subject) in
    let account = try await subject.add(1)[0]
    var phases: [Duration] = []
    for wait in [7, 611, 1_300, 1_800] {
      let lease = try #require(try await subject.claim().leases.first)
      try await subject.advance(.seconds(13))
      _ = try await subject.end(lease, .finished(incomplete: wait == 7 ? "listIsCapped" : nil))
      let status = try #require(try await subject.status(account))
      expect(status.attempts, equals: 0)
      expect(status.problem, equals: wait == 7 ? "listIsCapped" : nil)
      expect(status.lastDuration, equals: .seconds(5))
      expect(status.hasSynced, equals: true)
      #expect(status.dueFor < .zero && status.dueFor >= .seconds(-600), "\(status.dueFor)")
      phases.append(status.dueFor)
      try await subject.advance(.zero - status.dueFor + .seconds(wait))
      // From the last due time to the next claim, and 13 s more, is what the periods have to make up for.
    }
    let seconds = phases.map { (phase: Duration) -> Int in Int((.zero - phase) / .seconds(1) + 0.5) }
    expect(Array(seconds.suffix(3)), equals: [580, 576, 487])
  }

  private static let slices = AccountSourceSuite(
    "an account of which a slice was cut is due at once, behind the others"
  ) { (subject: Subject) in
    let accounts = try await subject.add(3)
    let leases = try await subject.claim(2).leases
    try await subject.advance(.seconds(1))
    for lease in leases { try expect(await subject.end(lease, .cut), equals: true) }
    try expect(await subject.status(accounts[0])?.attempts, equals: 0)
    let claim = try await subject.claim(3, long: 1)
    expect(claim.leases.map(\.account.id), equals: [accounts[2].id, accounts[0].id])
    expect(claim.leases.map(\.slices), equals: [0, 1])
    expect(claim.next, equals: .zero)
    let last = try #require(claim.leases.last)
    _ = try await subject.end(last, .finished(incomplete: nil))
    try expect(await subject.status(accounts[0])?.slices, equals: 0)
  }

  private static let outcomes = AccountSourceSuite(
    "a failure keeps its attempts, a request to wait does not, and what is returned is as before"
  ) { (subject: Subject) in
    let account = try await subject.add(1)[0]
    var lease = try #require(try await subject.claim().leases.first)
    _ = try await subject.end(lease, .failed("the password is wrong", delay: .seconds(50)))
    try expect(await subject.status(account)?.problem, equals: "the password is wrong")
    try expect(await subject.status(account)?.attempts, equals: 1)
    try await subject.advance(.seconds(49))
    try expect(await subject.claim().leases, equals: [])
    try await subject.advance(.seconds(2))
    lease = try #require(try await subject.claim().leases.first)
    _ = try await subject.end(lease, .postponed(delay: .seconds(30)))
    try expect(await subject.status(account)?.attempts, equals: 1)
    try await subject.advance(.seconds(29))
    try expect(await subject.claim().leases, equals: [])
    try await subject.advance(.seconds(2))
    let before = try await subject.status(account)
    lease = try #require(try await subject.claim().leases.first)
    expect(lease.attempts, equals: 2)
    try await subject.advance(.seconds(3))
    _ = try await subject.end(lease, .returned)
    let after = try #require(try await subject.status(account))
    expect(after.attempts, equals: before?.attempts)
    let passed: Duration = after.dueFor - (before?.dueFor ?? .zero)
    #expect(passed > .seconds(2) && passed < .seconds(4))
    try expect(await subject.isClaimable(account), equals: true)
  }

  private static let pauses = AccountSourceSuite("paused accounts and credentials are not claimed") {
    (subject: Subject) in
    let accounts = try await subject.add(2, credential: "shared") + subject.add(1, credential: "other")
    try await subject.source.setPaused(true, accounts: [accounts[2].id])
    try await subject.source.pause(credential: "shared", for: .seconds(90))
    try await subject.source.pause(credential: "shared", for: .seconds(30))
    try expect(await subject.claim().leases, equals: [])
    try expect(await subject.status(accounts[2])?.isPaused, equals: true)
    try await subject.source.setPaused(false, accounts: [accounts[2].id])
    try expect(await subject.claim().leases.map(\.account), equals: [accounts[2]])
    try await subject.advance(.seconds(91))
    let claimed = try await subject.claim().leases.map(\.account).filter { $0.credential == "shared" }
    expect(claimed, equals: Array(accounts[..<2]))
  }

  private static let rates = AccountSourceSuite(
    "a claim and a renewal tell the rate of a credential and how many share it"
  ) { (subject: Subject) in
    _ = try await subject.add(2, credential: "shared")
    try await subject.source.setRate(4, credential: "shared")
    let lease = try #require(try await subject.claim(1).leases.first)
    expect(lease.credential, equals: SharedCredential(name: "shared", callsPerSecond: 4, owners: 1))
    try await subject.source.setRate(nil, credential: "shared")
    let held = try await subject.source.renew([lease], lifetime: .seconds(60))
    expect(held[lease.account.id]?.callsPerSecond, equals: nil)
    expect(held[lease.account.id]?.owners, equals: 1)
  }

  private static let clocks = AccountSourceSuite("a clock that was set back loses no account") { (subject: Subject) in
    let accounts = try await subject.add(2)
    _ = try await subject.claim(1)
    try await subject.advance(.seconds(86_400))
    let lease = try #require(try await subject.claim().leases.first { $0.account.id == accounts[1].id })
    _ = try await subject.end(lease, .finished(incomplete: nil))
    try await subject.advance(.seconds(-86_400 * 2))
    try expect(await Set(subject.claim().leases.map(\.account.id)), equals: Set(accounts.map(\.id)))
  }

  private static let next = AccountSourceSuite("a claim says when the next account is due") { (subject: Subject) in
    let account = try await subject.add(1)[0]
    let claim = try await subject.claim()
    _ = try await subject.end(claim.leases[0], .failed("", delay: .seconds(40)))
    let next = try #require(try await subject.claim().next)
    #expect(next > .seconds(39) && next < .seconds(41))
    try expect(await subject.status(account)?.isDue, equals: false)
  }

  private static let adding = AccountSourceSuite(
    "an account is added once, and a list with one that is there adds none"
  ) { (subject: Subject) in
    let first = try await subject.add(1)
    let again = FleetAccount(service: "shop", baseURL: "https://shop.example", name: "number 0", period: .seconds(60))
    var other = again
    other.name = "another"
    await #expect(throws: AccountSourceError.self) { _ = try await subject.source.add([other, again]) }
    try expect(await subject.source.accounts(after: nil, limit: 10).map(\.account), equals: first)
    other.baseURL = "https://shop2.example"
    _ = try await subject.source.add([other])
    try expect(await subject.source.accounts(after: first[0].id, limit: 10).map(\.account.name), equals: ["another"])
  }

  private static let lateness = AccountSourceSuite("an account is late when its last success is older than two periods")
  { (subject: Subject) in
    let account = try await subject.add(1)[0]
    try await subject.advance(.seconds(1_199))
    try expect(await subject.status(account)?.isLate, equals: false)
    try await subject.advance(.seconds(2))
    try expect(await subject.status(account)?.isLate, equals: true)
    let lease = try #require(try await subject.claim().leases.first)
    _ = try await subject.end(lease, .finished(incomplete: nil))
    try expect(await subject.status(account)?.isLate, equals: false)
    try await subject.source.setPaused(true, accounts: [account.id])
    try await subject.advance(.seconds(5_000))
    try expect(await subject.status(account)?.isLate, equals: false)
  }
}
