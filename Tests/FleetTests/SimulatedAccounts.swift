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

  var rows: [Int: Row] = [:]
  let mistake: Mistake?

  mutating func add(period: Duration, at now: Duration) -> Int {
    let number = rows.count + 1
    let account = FleetAccount(
      id: number, service: "simulated", baseURL: "https://example.com", name: "\(number)", period: period)
    rows[number] = Row(account: account, lease: LeaseState(added: now, number: number, period: period))
    return number
  }

  mutating func claim(_ request: ClaimRequest, at now: Duration) -> Claim {
    var claim = Claim(leases: [])
    var long = 0
    var due: [(due: Duration, number: Int)] = []
    for number in rows.keys {
      guard var row = rows[number] else { continue }
      if mistake != .trustedClock {
        row.lease.correct(at: now, period: row.account.period, backoff: request.backoff)
        rows[number] = row
      }
      if row.lease.due <= now { due.append((row.lease.due, number)) }
    }
    for (_, number) in due.sorted(by: { $0 < $1 }) {
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
      rows[number] = row
      claim.leases.append(
        AccountLease(
          account: row.account, term: row.lease.term, due: wasDue, attempts: row.lease.attempts,
          slices: row.lease.slices, credential: SharedCredential(name: row.account.credential)))
    }
    return claim
  }

  mutating func renew(
    _ leases: [AccountLease], owner: String, lifetime: Duration, at now: Duration
  ) -> [Int: SharedCredential] {
    var held: [Int: SharedCredential] = [:]
    for lease in leases where isHeld(lease, owner: owner) {
      rows[lease.account.id]?.lease.until = now + lifetime
      held[lease.account.id] = lease.credential
    }
    return held
  }

  mutating func release(
    _ lease: AccountLease, _ outcome: LeaseOutcome, after duration: Duration, at now: Duration
  ) -> Bool {
    guard isHeld(lease, owner: nil), var row = rows[lease.account.id] else { return false }
    if mistake == .punishedReturns, outcome == .returned {
      row.lease.until = nil
    } else {
      row.lease.end(lease, outcome, after: duration, at: now, period: row.account.period)
    }
    if mistake == .driftingDueTimes, case .finished = outcome {
      row.lease.due = now + row.account.period
      row.lease.scheduled = row.lease.due
    }
    rows[lease.account.id] = row
    return true
  }

  /// Whether a lease is the last one of its account.
  func isHeld(_ lease: AccountLease, owner: String?) -> Bool {
    guard let row = rows[lease.account.id] else { return false }
    return mistake == .ignoredTerm || row.lease.isHeld(by: lease, owner: owner)
  }
}
