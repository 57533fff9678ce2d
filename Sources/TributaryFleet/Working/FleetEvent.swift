public import Tributary

/// What a worker reports while it works.
public enum FleetEvent: Sendable {
  /// The sync of an account began.
  case started(AccountLease)
  /// The sync of an account reports something.
  case synced(FleetAccount, SyncEvent)
  /// An account was given back, or was lost if there is no outcome.
  case ended(AccountLease, LeaseOutcome?, after: Duration)
  /// The source could not perform a call; the worker asks again.
  case sourceFailed(AccountSourceError)
}

/// The sync of one account, as the worker's closure sees it.
public struct AccountRun: Sendable {
  /// The lease, with the account and what it needs to be synchronized.
  public let lease: AccountLease
  /// The store of the account.
  public let store: any SyncStore
  /// How its requests reach the network: at the rate of its credential. Give it to the client.
  public let transport: any HTTPTransport

  /// The account.
  public var account: FleetAccount { lease.account }
}
