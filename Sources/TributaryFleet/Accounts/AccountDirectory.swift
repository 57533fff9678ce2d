public import Tributary

/// The accounts of a fleet as the people who run it see and change them.
public protocol AccountDirectory: Sendable {
  /// Adds accounts, each due at once.
  ///
  /// - Returns: The accounts with their numbers.
  /// - Throws: ``AccountSourceError/refused(_:)`` if one is there already; none is added then.
  func add(_ accounts: [FleetAccount]) async throws(AccountSourceError) -> [FleetAccount]
  /// A page of accounts in the order of their numbers.
  ///
  /// - Parameters:
  ///   - number: The number of the last account of the page before; `nil` for the first page.
  ///   - limit: The greatest number of accounts.
  func accounts(after number: Int?, limit: Int) async throws(AccountSourceError) -> [AccountStatus]
  /// Pauses accounts or lets them go on. A run that is under way goes on to its end.
  func setPaused(_ isPaused: Bool, accounts: [Int]) async throws(AccountSourceError)
  /// Sets the greatest number of requests per second with a credential, by all workers together; `nil` for no limit.
  func setRate(_ callsPerSecond: Double?, credential: String) async throws(AccountSourceError)
}

/// An account with the state of its sync.
public struct AccountStatus: Sendable, Hashable {
  /// The account.
  public var account: FleetAccount
  /// Whether it is paused.
  public var isPaused = false
  /// The worker that holds it now.
  public var owner: String?
  /// How long it is due, or until it is due if this is negative.
  public var dueFor = Duration.zero
  /// How many claims came since the last success.
  public var attempts = 0
  /// How many slices of the current sync are done.
  public var slices = 0
  /// How long ago a sync ended without an error, or the account was added.
  public var age = Duration.zero
  /// Whether a sync ever ended without an error.
  public var hasSynced = false
  /// How long its last lease was held.
  public var lastDuration: Duration?
  /// What is missing after the last sync, or why the last attempt failed.
  public var problem: String?
  /// When a sync last stored something, if the source notes it; a folder does not.
  public var committedAt: Timestamp?

  /// An account that was just added.
  public init(_ account: FleetAccount) { self.account = account }

  /// Whether it waits for a worker.
  public var isDue: Bool { !isPaused && owner == nil && dueFor >= .zero }
  /// Whether its last success is older than two periods.
  public var isLate: Bool { !isPaused && age > account.period * 2 }
  /// Whether its last attempt failed or did not end.
  public var isFailing: Bool { attempts > 0 && owner == nil || attempts > 1 }
}
