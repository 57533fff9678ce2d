/// Decides what a worker does and when: a value without clock, source or tasks.
///
/// Its driver passes what happened to ``handle(_:at:)``, carries out what ``effects(at:)`` returns, and asks again at
/// ``wake(after:)`` at the latest. Time is monotonic and never the wall clock's.
package struct FleetScheduler: Sendable {
  /// Why a sync is being cancelled.
  private enum Ending: Sendable { case cut, lost, stalled, returned }

  private struct Run: Sendable {
    let lease: AccountLease
    let start: Duration
    /// When the lease ends by the worker's clock, counted from before it was asked for.
    var end: Duration
    var lastCommit: Duration?
    var ending: Ending?
    var isCancelled = false
  }

  private struct Release: Sendable {
    let lease: AccountLease
    let outcome: LeaseOutcome
    let held: Duration
    let end: Duration
    var attempts = 0
    /// When to ask next; `nil` while the source is being asked.
    var next: Duration?
  }

  package let owner: String
  let policy: FleetPolicy
  private let random: @Sendable () -> Double
  private var runs: [Int: Run] = [:]
  private var releases: [Int: Release] = [:]
  /// Leases whose syncs have not been started.
  private var starting: [AccountLease] = []
  /// Runs without a lease that have ended.
  private var lost: [ScheduleEffect] = []
  private var nextClaim = Duration.zero
  private var isClaiming = false
  private var nextRenewal = Duration.zero
  private var isRenewing = false
  /// The failures of the source since it last responded.
  private var failures = 0
  /// Whether accounts stayed due after the last claim because there was no room for them.
  private var areMoreDue = false
  private var stopped: Duration?

  /// A scheduler of a worker.
  package init(owner: String, policy: FleetPolicy, random: @escaping @Sendable () -> Double) {
    self.owner = owner
    self.policy = policy
    self.random = random
  }

  /// The number of syncs under way.
  package var runCount: Int { runs.count }

  /// Whether the worker has stopped and holds nothing any more.
  package func isDone(at now: Duration) -> Bool {
    guard let stopped else { return false }
    // What does not end when it is cancelled, or cannot be given back, is left to the end of its lease.
    if now >= stopped + policy.grace + Self.afterGrace { return true }
    return runs.isEmpty && releases.isEmpty && !isClaiming
  }

  private static let afterGrace = Duration.seconds(5)
  private static let sourceBackoff = AttemptBackoff(initial: .seconds(1), maximum: .seconds(60))
  private static let shortestPoll = Duration.milliseconds(200)

  // MARK: - What happened

  /// Takes note of what happened.
  package mutating func handle(_ event: ScheduleEvent, at now: Duration) {
    switch event {
    case .claimed(let claim, let asked): receive(claim, asked: asked, at: now)
    case .claimFailed:
      isClaiming = false
      failures += 1
      nextClaim = now + sourceDelay(after: failures)
    case .renewed(let credentials, let leases, let asked):
      isRenewing = false
      failures = 0
      nextRenewal = asked + policy.lease / 3
      for lease in leases where runs[lease.account.id]?.lease.term == lease.term {
        if credentials[lease.account.id] != nil {
          runs[lease.account.id]?.end = asked + policy.lease
        } else {
          runs[lease.account.id]?.ending = .lost
        }
      }
    case .renewFailed:
      isRenewing = false
      failures += 1
      nextRenewal = now + min(sourceDelay(after: failures), policy.lease / 6)
    case .committed(let account): runs[account]?.lastCommit = now
    case .ended(let account, let end): conclude(account, end, at: now)
    case .released(let account, let term):
      failures = 0
      if releases[account]?.lease.term == term { releases[account] = nil }
    case .releaseFailed(let account, let term):
      guard var release = releases[account], release.lease.term == term else { return }
      release.attempts += 1
      release.next = now + sourceDelay(after: release.attempts)
      releases[account] = now < release.end ? release : nil
    case .stop: stopped = stopped ?? now
    case .stopNow: stopped = min(stopped ?? now, now - policy.grace)
    }
  }

  private mutating func receive(_ claim: Claim, asked: Duration, at now: Duration) {
    isClaiming = false
    failures = 0
    let wasIdle = runs.isEmpty
    areMoreDue = claim.next == .zero || claim.leases.count >= room
    for lease in claim.leases {
      let number = lease.account.id
      // The account was given back, although that is not known yet.
      releases[number] = nil
      // Only a clock that was set back makes the source give out what this worker holds.
      guard runs[number] == nil else {
        runs[number]?.ending = .lost
        continue
      }
      let run = Run(lease: lease, start: now, end: asked + policy.lease)
      if stopped == nil {
        runs[number] = run
        starting.append(lease)
      } else {
        releases[number] = Release(lease: lease, outcome: .returned, held: .zero, end: run.end, next: now)
      }
    }
    if wasIdle { nextRenewal = asked + policy.lease / 3 }
    let jitter = policy.poll * (0.8 + 0.2 * random())
    let wait = claim.leases.isEmpty || !areMoreDue ? max(claim.next ?? jitter, Self.shortestPoll) : .zero
    nextClaim = now + min(wait, jitter)
  }

  private mutating func conclude(_ account: Int, _ end: RunEnd, at now: Duration) {
    guard let run = runs.removeValue(forKey: account) else { return }
    if areMoreDue { nextClaim = min(nextClaim, now) }
    guard let outcome = outcome(of: run, end) else {
      lost.append(.lose(run.lease, after: now - run.start))
      return
    }
    releases[account] = Release(lease: run.lease, outcome: outcome, held: now - run.start, end: run.end, next: now)
  }

  private func outcome(of run: Run, _ end: RunEnd) -> LeaseOutcome? {
    switch (run.ending, end) {
    case (.lost, _): nil
    case (_, .finished(let incomplete)): .finished(incomplete: incomplete)
    case (.cut, .cancelled): .cut
    case (.stalled, .cancelled):
      .failed(
        "nothing was stored for \(policy.stall.components.seconds) seconds",
        delay: failureDelay(after: run.lease.attempts))
    case (.returned, _), (nil, .cancelled): .returned
    case (_, .failed(let problem)): .failed(problem, delay: failureDelay(after: run.lease.attempts))
    case (_, .rateLimited(let wait)): .postponed(delay: max(wait, failureDelay(after: 1)))
    }
  }

  // MARK: - What to do

  /// What to do now. Every effect is returned once.
  package mutating func effects(at now: Duration) -> [ScheduleEffect] {
    var effects = lost + starting.map { ScheduleEffect.run($0) }
    (lost, starting) = ([], [])
    effects += cancellations(at: now)
    effects += dueReleases(at: now)
    if !isRenewing, now >= nextRenewal {
      let held = runs.values.filter { $0.ending == nil }.map(\.lease).sorted { $0.account.id < $1.account.id }
      if !held.isEmpty {
        isRenewing = true
        effects.append(.renew(held))
      }
    }
    if stopped == nil, !isClaiming, room > 0, now >= nextClaim {
      isClaiming = true
      effects.append(.claim(request))
    }
    return effects
  }

  /// When to ask for effects again if nothing happens before; `nil` if only an event can change anything.
  package func wake(after now: Duration) -> Duration? {
    var times = releases.values.compactMap(\.next)
    times += runs.values.filter { $0.ending == nil }.map(deadline)
    if !isRenewing, runs.values.contains(where: { $0.ending == nil }) { times.append(nextRenewal) }
    if stopped == nil, !isClaiming, room > 0 { times.append(nextClaim) }
    if let stopped { times += [stopped + policy.grace, stopped + policy.grace + Self.afterGrace] }
    // What was due by now has been returned as an effect.
    return times.filter { $0 > now }.min()
  }

  private var room: Int { policy.slots - runs.count }

  private var request: ClaimRequest {
    let long = runs.values.count { isLong($0) }
    return ClaimRequest(
      owner: owner, limit: room, longLimit: min(room, max(0, policy.slots - policy.reservedSlots - long)),
      lifetime: policy.lease, backoff: policy.backoff)
  }

  private func isLong(_ run: Run) -> Bool { run.lease.slices > 0 }

  /// When a sync must be looked at.
  private func deadline(of run: Run) -> Duration {
    let stall = (run.lastCommit ?? run.start) + policy.stall
    let slice = run.lastCommit == nil ? stall : run.start + policy.slice(after: run.lease.slices)
    return min(run.end, stall, slice)
  }

  private mutating func cancellations(at now: Duration) -> [ScheduleEffect] {
    var cancelled: [Int] = []
    for (number, run) in runs where !run.isCancelled {
      guard let ending = run.ending ?? ending(of: run, at: now) else { continue }
      runs[number]?.ending = ending
      runs[number]?.isCancelled = true
      cancelled.append(number)
    }
    // In a fixed order, so that a simulation can be repeated.
    return cancelled.sorted().map { .cancel(account: $0) }
  }

  private func ending(of run: Run, at now: Duration) -> Ending? {
    if now >= run.end { return .lost }
    if let stopped, now >= stopped + policy.grace { return .returned }
    if now >= (run.lastCommit ?? run.start) + policy.stall { return .stalled }
    return run.lastCommit != nil && now >= run.start + policy.slice(after: run.lease.slices) ? .cut : nil
  }

  private mutating func dueReleases(at now: Duration) -> [ScheduleEffect] {
    var effects: [ScheduleEffect] = []
    let due = releases.filter { $0.value.next.map { $0 <= now } ?? false }
    for (number, release) in due.sorted(by: { $0.key < $1.key }) {
      releases[number]?.next = nil
      effects.append(.release(release.lease, release.outcome, after: release.held))
    }
    return effects
  }

  // MARK: - Backoff

  /// How long to leave a source alone that failed.
  private func sourceDelay(after failures: Int) -> Duration {
    Self.sourceBackoff.delay(after: failures) * (0.5 + 0.5 * random())
  }

  /// How long an account waits after a failure: at least half of the backoff, so that it backs off in any case.
  private func failureDelay(after attempts: Int) -> Duration {
    policy.backoff.delay(after: attempts) * (0.5 + 0.5 * random())
  }
}
