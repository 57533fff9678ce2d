/// The lease of an account as a source keeps it, and the rules by which claims and outcomes change it.
///
/// All moments are since 1970 by the source's clock, which may jump.
package struct LeaseState: Sendable, Hashable {
  /// When the account may be claimed next.
  package var due: Duration
  /// When the sync that is to be done was due. Due times advance from it, so that they do not drift.
  package var scheduled: Duration
  /// The worker that holds the account.
  package var owner: String?
  /// When the lease ends.
  package var until: Duration?
  /// The number of the last claim.
  package var term = 0
  /// The claims since the last success.
  package var attempts = 0
  /// The slices of the current sync that are done.
  package var slices = 0
  /// When a sync last ended without an error, or when the account was added.
  package var lastSync: Duration
  /// Whether a sync ever ended without an error.
  package var hasSynced = false
  /// How long the last lease was held.
  package var lastDuration: Duration?
  /// What is missing after the last sync, or why the last attempt failed.
  package var problem: String?

  /// The lease of an account that is added now and is due at once. Later due times of accounts that were added together
  /// are spread over the period by their numbers.
  package init(added now: Duration, number: Int, period: Duration) {
    let spread = Double(number) * 0.618_033_988_749_895
    due = now
    scheduled = (now - period * (spread - spread.rounded(.down))).inWholeMicroseconds
    lastSync = now
  }

  /// A lease as it was stored.
  package init(due: Duration, scheduled: Duration, lastSync: Duration) {
    (self.due, self.scheduled, self.lastSync) = (due, scheduled, lastSync)
  }

  /// Whether a worker holds it. No lease can end later than a claim at this moment could set it, unless the clock was
  /// set back.
  package func isHeld(at now: Duration, lifetime: Duration) -> Bool {
    until.map { now < $0 && $0 <= now + lifetime } ?? false
  }

  /// Whether the account is due.
  package func isDue(at now: Duration) -> Bool { due <= now }

  /// Makes an account due that a clock which was set back left in the future.
  ///
  /// After a success, an account is due within its period, and after an attempt within the backoff.
  package mutating func correct(at now: Duration, period: Duration, backoff: AttemptBackoff) {
    let latest = attempts == 0 ? max(period, backoff.initial) : max(period * 2, backoff.maximum)
    guard due > now + latest else { return }
    due = now
    scheduled = min(scheduled, now)
    lastSync = min(lastSync, now)
  }

  /// Claims the account for a worker.
  ///
  /// It waits for a part of the backoff that is its own. Otherwise accounts that were claimed together with one that
  /// kills its worker would be claimed together with it for ever.
  ///
  /// - Returns: When it was due.
  package mutating func claim(_ request: ClaimRequest, of account: Int, at now: Duration) -> Duration {
    let wasDue = due
    owner = request.owner
    until = now + request.lifetime
    term += 1
    attempts += 1
    let share = Double(account) * 0.618_033_988_749_895 + Double(term) * 0.754_877_666_246_693
    let backoff = request.backoff.delay(after: attempts) * (0.5 + 0.5 * (share - share.rounded(.down)))
    due = (now + backoff).inWholeMicroseconds
    return wasDue
  }

  /// Whether a lease is the last one and was not ended.
  package func isHeld(by lease: AccountLease) -> Bool {
    term == lease.term && owner == lease.owner && until != nil
  }

  /// Ends the lease.
  package mutating func end(
    _ lease: AccountLease, _ outcome: LeaseOutcome, after duration: Duration, at now: Duration, period: Duration
  ) {
    owner = nil
    until = nil
    switch outcome {
    case .finished(let incomplete):
      scheduled = Self.next(after: scheduled, period: period, now: now)
      due = scheduled
      (attempts, slices, problem) = (0, 0, incomplete)
      (lastSync, hasSynced) = (now, true)
    case .cut:
      (due, attempts, problem) = (now, 0, nil)
      slices += 1
    case .failed(let problem, let delay):
      due = now + delay
      self.problem = problem
    case .postponed(let delay):
      due = now + delay
      attempts = max(0, attempts - 1)
    case .returned:
      due = min(lease.due, now)
      attempts = max(0, attempts - 1)
      return
    }
    lastDuration = duration
  }

  /// The first moment after now that is a whole number of periods after another.
  static func next(after scheduled: Duration, period: Duration, now: Duration) -> Duration {
    guard period > .zero else { return now }
    // Nobody schedules for the future, except a clock that was set back since.
    guard scheduled <= now else { return now + period }
    let periods = (now - scheduled).microseconds / max(1, period.microseconds) + 1
    return scheduled + .microseconds(periods * period.microseconds)
  }
}

extension Duration {
  /// The duration as it can be stored, without what is less than a microsecond.
  fileprivate var inWholeMicroseconds: Duration { .microseconds(microseconds) }

  /// Whole microseconds, clamped to what an `Int` holds.
  package var microseconds: Int {
    let (seconds, attoseconds) = components
    let (product, isTooLarge) = Int(seconds).multipliedReportingOverflow(by: 1_000_000)
    guard !isTooLarge else { return seconds < 0 ? .min : .max }
    return product.addingReportingOverflow(Int(attoseconds / 1_000_000_000_000)).partialValue
  }
}
