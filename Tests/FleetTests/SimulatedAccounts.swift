import Tributary
import TributaryFleet

/// Accounts and leases in memory, under the rules of ``LeaseState``, with a mistake if a test asks for one.
struct SimulatedAccounts {
  /// What somebody could have got wrong.
  enum Mistake: CaseIterable {
    /// Accounts that were claimed together are due together again.
    case equalBackoff
    /// A claim does not count as an attempt.
    case uncountedAttempts
    /// The next due time counts from the end of the sync.
    case driftingDueTimes
    /// Any lease that ends in the future is held, and any due time in the future is waited for.
    case trustedClock
    /// Long syncs may have all slots.
    case noReservedSlots
    /// A sync goes on until it is done.
    case noSlices
    /// Whoever asks first may renew and give back.
    case ignoredTerm
    /// Accounts that are given back keep their attempts and wait.
    case punishedReturns
  }

  struct Row {
    var account: FleetAccount
    var lease: LeaseState
    var isPaused = false
  }

  private(set) var rows: [Int: Row] = [:]
  /// When each account is due, for a quick look.
  private var dueTimes: [Duration] = []
  private var lastCorrection = Duration.zero
  let mistake: Mistake?

  init(mistake: Mistake?) { self.mistake = mistake }

  private mutating func save(_ row: Row) {
    rows[row.account.id] = row
    dueTimes[row.account.id - 1] = row.lease.due
  }

  mutating func add(period: Duration, at now: Duration) -> Int {
    let number = rows.count + 1
    let account = FleetAccount(
      id: number, service: "simulated", baseURL: "https://example.com", name: "\(number)", period: period)
    dueTimes.append(now)
    save(Row(account: account, lease: LeaseState(added: now, number: number, period: period)))
    return number
  }

  /// The accounts that are due, the longest due first. Written without closures, which are slow where nothing is
  /// optimized.
  private func due(at now: Duration) -> [Int] {
    var numbers: [Int] = []
    var index = 0
    while index < dueTimes.count {
      if dueTimes[index] <= now { numbers.append(index + 1) }
      index += 1
    }
    return numbers.sorted { left, right in
      let (first, second) = (dueTimes[left - 1], dueTimes[right - 1])
      return first == second ? left < right : first < second
    }
  }

  mutating func claim(_ request: ClaimRequest, at now: Duration) -> Claim {
    var claim = Claim(leases: [])
    var long = 0
    correct(at: now, request.backoff)
    for number in due(at: now) {
      guard var row = rows[number] else { continue }
      let isHeld =
        mistake == .trustedClock
        ? row.lease.until.map { $0 > now } ?? false : row.lease.isHeld(at: now, lifetime: request.lifetime)
      guard !isHeld else { continue }
      let isLong = row.lease.slices > 0
      guard claim.leases.count < request.limit, !isLong || long < request.longLimit || mistake == .noReservedSlots
      else {
        claim.next = .zero
        continue
      }
      long += isLong ? 1 : 0
      let attempts = row.lease.attempts
      let wasDue = row.lease.claim(request, of: number, at: now)
      if mistake == .uncountedAttempts {
        row.lease.attempts = attempts
        row.lease.due = wasDue
      }
      if mistake == .equalBackoff { row.lease.due = now + request.backoff.delay(after: row.lease.attempts) }
      save(row)
      claim.leases.append(
        AccountLease(
          account: row.account, owner: request.owner, term: row.lease.term, due: wasDue,
          attempts: row.lease.attempts, slices: row.lease.slices,
          credential: SharedCredential(name: row.account.credential)))
    }
    return claim
  }

  /// Looks once a minute for due times that a clock left in the future.
  private mutating func correct(at now: Duration, _ backoff: AttemptBackoff) {
    guard mistake != .trustedClock, now < lastCorrection || now >= lastCorrection + .seconds(60) else { return }
    lastCorrection = now
    for var row in rows.values {
      row.lease.correct(at: now, period: row.account.period, backoff: backoff)
      save(row)
    }
  }

  mutating func renew(
    _ leases: [AccountLease], lifetime: Duration, at now: Duration
  ) -> [Int: SharedCredential] {
    var held: [Int: SharedCredential] = [:]
    for lease in leases where isHeld(lease) {
      guard var row = rows[lease.account.id] else { continue }
      row.lease.until = now + lifetime
      save(row)
      held[lease.account.id] = lease.credential
    }
    return held
  }

  mutating func release(
    _ lease: AccountLease, _ outcome: LeaseOutcome, after duration: Duration, at now: Duration
  ) -> Bool {
    guard isHeld(lease), var row = rows[lease.account.id] else { return false }
    if mistake == .punishedReturns, outcome == .returned {
      row.lease.until = nil
    } else {
      row.lease.end(lease, outcome, after: duration, at: now, period: row.account.period)
    }
    if mistake == .driftingDueTimes, case .finished = outcome {
      row.lease.due = now + row.account.period
      row.lease.scheduled = row.lease.due
    }
    save(row)
    return true
  }

  /// Whether a lease is the last one of its account.
  func isHeld(_ lease: AccountLease) -> Bool {
    guard let row = rows[lease.account.id] else { return false }
    return mistake == .ignoredTerm || row.lease.isHeld(by: lease)
  }
}
