/// What happened to a worker.
package enum ScheduleEvent: Sendable {
  /// A claim brought accounts. It was asked for at the given time.
  case claimed(Claim, asked: Duration)
  /// The source could not be asked for accounts.
  case claimFailed
  /// Leases were renewed, or were found to be lost. It was asked for at the given time.
  case renewed([Int: SharedCredential], of: [AccountLease], asked: Duration)
  /// The source could not be asked to renew.
  case renewFailed
  /// The sync of an account committed.
  case committed(account: Int)
  /// The sync of an account ended.
  case ended(account: Int, RunEnd)
  /// An account was given back, or had been lost.
  case released(account: Int, term: Int)
  /// The source could not be asked to take an account back.
  case releaseFailed(account: Int, term: Int)
  /// The worker is to stop. Its syncs may go on for the time of grace.
  case stop
  /// The worker is to stop at once.
  case stopNow
}

/// How the sync of an account ended.
package enum RunEnd: Sendable, Hashable {
  /// Without an error. The text names what is missing.
  case finished(incomplete: String?)
  /// With an error.
  case failed(String)
  /// The service asked to wait.
  case rateLimited(Duration)
  /// By cancellation.
  case cancelled
}

/// What a worker is to do now.
package enum ScheduleEffect: Sendable, Hashable {
  /// Ask the source for accounts.
  case claim(ClaimRequest)
  /// Ask the source to renew leases.
  case renew([AccountLease])
  /// Start the sync of an account.
  case run(AccountLease)
  /// Cancel the sync of an account.
  case cancel(account: Int)
  /// Let go of an account whose lease was lost.
  case lose(AccountLease, after: Duration)
  /// Ask the source to take an account back.
  case release(AccountLease, LeaseOutcome, after: Duration)
}
