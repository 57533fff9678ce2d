public import Tributary

/// Where workers get their accounts from: a table of accounts and leases that several workers share, or one alone.
///
/// The source's own clock decides what is due and when a lease ends. A worker passes durations, and counts its leases on
/// its monotonic clock from before it asked for them. The conformance suite holds every source to the following:
///
/// - A claimed account has its attempts raised and its due time moved into the future before the claim returns, so that
///   an account that kills its worker waits longer each time. It waits for at least half of the backoff, and accounts
///   that were claimed together wait for different times, so that it does not take the same others with it each time.
/// - An account whose lease has ended without ``release(_:outcome:after:)`` can be claimed as soon as it is due.
/// - Accounts that are paused, or whose credential is, are not claimed.
/// - No clock can make an account disappear: a lease that ends later than a claim could have set it has ended, and an
///   account that is due later than both two of its periods and the greatest backoff is due.
public protocol AccountSource: Sendable {
  /// Claims accounts that are due, the longest due first.
  func claim(_ request: ClaimRequest) async throws(AccountSourceError) -> Claim
  /// Extends leases by a lifetime from now.
  ///
  /// - Returns: The credentials of those leases that are still held, by account. The others are lost.
  func renew(
    _ leases: [AccountLease], lifetime: Duration
  ) async throws(AccountSourceError) -> [Int: SharedCredential]
  /// Ends a lease. A lease that is lost stays as it is.
  ///
  /// - Parameters:
  ///   - lease: The lease.
  ///   - outcome: How it ends.
  ///   - duration: How long it was held.
  /// - Returns: Whether it was still held.
  @discardableResult
  func release(
    _ lease: AccountLease, outcome: LeaseOutcome, after duration: Duration
  ) async throws(AccountSourceError) -> Bool
  /// Writes down that a service asked for no request with a credential for a while. A longer pause stays.
  func pause(credential: String, for duration: Duration) async throws(AccountSourceError)
  /// The store of a leased account. A source that several machines share refuses its commits once the lease is lost.
  func store(for lease: AccountLease) async throws(StoreError) -> any SyncStore
}

/// Why a source could not perform a call.
public enum AccountSourceError: Error, Sendable, Hashable, CustomStringConvertible {
  /// It cannot be reached now; the text is the reason. Asking again later may succeed.
  case unavailable(String)
  /// It can never perform the call; the text says why and what to do.
  case refused(String)

  /// What happened and what to do about it, in one sentence.
  public var description: String {
    switch self {
    case .unavailable(let reason): "The accounts cannot be reached: \(reason); try again in a while."
    case .refused(let text): text
    }
  }
}
