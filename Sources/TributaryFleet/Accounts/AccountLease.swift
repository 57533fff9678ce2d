/// The right to synchronize an account for a while, which no two workers have at a time.
public struct AccountLease: Sendable, Hashable {
  /// The account.
  public var account: FleetAccount
  /// The worker that claimed it.
  public var owner: String
  /// The number of this claim of the account. It rises with every claim, and whoever has an older one has lost it. A
  /// source that forgot a claim in a crash gives its number to the next one, which has another owner.
  public var term: Int
  /// When the account was due before it was claimed, since 1970 by the source's clock. Giving it back restores this.
  public var due: Duration
  /// How many claims, this one included, came since the last success.
  public var attempts: Int
  /// How many slices of the current sync came before this one.
  public var slices: Int
  /// What is shared about its credential.
  public var credential: SharedCredential

  /// A lease from its parts.
  public init(
    account: FleetAccount, owner: String, term: Int, due: Duration, attempts: Int, slices: Int,
    credential: SharedCredential
  ) {
    self.account = account
    self.owner = owner
    self.term = term
    self.due = due
    self.attempts = attempts
    self.slices = slices
    self.credential = credential
  }
}

/// What a worker asks for when it claims accounts.
public struct ClaimRequest: Sendable, Hashable {
  /// The worker's name, unique among all that ever run.
  public var owner: String
  /// The greatest number of accounts.
  public var limit: Int
  /// The greatest number of accounts among them of which a slice was cut before, ``AccountLease/slices`` above 0.
  public var longLimit: Int
  /// How long a lease lasts unless it is renewed.
  public var lifetime: Duration
  /// How long an account waits after each claim without a success.
  public var backoff: AttemptBackoff

  /// A request from its parts.
  public init(owner: String, limit: Int, longLimit: Int, lifetime: Duration, backoff: AttemptBackoff) {
    self.owner = owner
    self.limit = limit
    self.longLimit = longLimit
    self.lifetime = lifetime
    self.backoff = backoff
  }
}

/// A backoff that doubles with each attempt.
public struct AttemptBackoff: Sendable, Hashable {
  /// The backoff after the first attempt.
  public var initial: Duration
  /// The greatest backoff.
  public var maximum: Duration

  /// A backoff; by default half a minute at first, and an hour at most.
  public init(initial: Duration = .seconds(30), maximum: Duration = .seconds(3600)) {
    self.initial = initial
    self.maximum = maximum
  }

  /// The backoff after a number of attempts, counted from 1.
  public func delay(after attempts: Int) -> Duration {
    guard attempts > 0 else { return .zero }
    var delay = initial
    for _ in 1..<max(2, min(attempts, 64)) where attempts > 1 && delay < maximum { delay *= 2 }
    return min(delay, maximum)
  }
}

/// What a claim brought.
public struct Claim: Sendable, Hashable {
  /// The claimed accounts, the longest due first.
  public var leases: [AccountLease]
  /// How long until another account is due, as far as the source knows; zero if more of them are due now.
  public var next: Duration?

  /// A claim from its parts.
  public init(leases: [AccountLease], next: Duration? = nil) {
    self.leases = leases
    self.next = next
  }
}

/// How a lease ends.
public enum LeaseOutcome: Sendable, Hashable {
  /// The sync ended. The account is due again at the next whole period from when it was due, and its attempts are
  /// forgotten. The text names what is missing if the sync was incomplete.
  case finished(incomplete: String?)
  /// The sync is not done, and its slice is over. The account is due at once, behind those that are due before it. Its
  /// attempts are forgotten.
  case cut
  /// The sync failed. The account is due again after a delay, and its attempts stay.
  case failed(String, delay: Duration)
  /// The service asked to wait. The account is due again after a delay, and this attempt does not count.
  case postponed(delay: Duration)
  /// The worker ends. Due time and attempts are again as they were before the claim.
  case returned
}
