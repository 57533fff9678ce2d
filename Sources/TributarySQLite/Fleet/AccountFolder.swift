public import Tributary
public import TributaryFleet

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The accounts of a fleet on one machine: a folder with a SQLite database for each account, and one for the list of
/// accounts.
///
/// ```swift
/// let folder = try AccountFolder("fleet", creating: true)
/// try folder.add([FleetAccount(service: "zendesk-sell", baseURL: url, name: "acme", period: .seconds(300))])
/// ```
///
/// The list is in `fleet.sqlite`, and the records of account 12 of Zendesk Sell are in `zendesk-sell-12.sqlite`, which
/// ``SQLiteStore`` opens. All files are readable by their owner only. Any number of programs may look at the folder and
/// change the list, and one at a time may claim accounts: the first claim locks the folder, and the lock ends with the
/// process. What a process that ended held can be claimed at once.
public final class AccountFolder: AccountSource, AccountDirectory {
  /// The path of the folder.
  public let path: String
  private let database: OpenDatabase
  private let clock: @Sendable () -> Duration
  /// The lock on the folder, once this object has claimed accounts.
  private let lock = Locked<StreamFile?>(nil)
  /// When the claims last looked for due times that a clock left in the future.
  private let lastCorrection = Locked(Duration.zero)

  /// Opens a folder.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - creating: Whether the folder and its list are created if they do not exist.
  ///   - clock: The time since 1970; by default the system's.
  /// - Throws: ``/TributaryFleet/AccountSourceError/refused(_:)`` if it is not the folder of a fleet.
  public init(
    _ path: String, creating: Bool = false,
    clock: @escaping @Sendable () -> Duration = { .sinceEpoch }
  ) throws(AccountSourceError) {
    self.path = path
    self.clock = clock
    let list = path + "/fleet.sqlite"
    if creating {
      do {
        try FileManager.default.createDirectory(
          atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch {
        throw .refused("The folder \(path) cannot be created; check its path and permissions.")
      }
    } else if !FileManager.default.fileExists(atPath: list) {
      throw .refused("\(path) is not the folder of a fleet; create one with \"tributary fleet init\", or name another.")
    }
    do throws(StoreError) {
      database = try OpenDatabase(list, busyTimeout: 5_000, schema: .fleet, limits: .init())
    } catch { throw .refused("\(error)") }
  }

  /// The path of an account's database.
  public func database(of account: FleetAccount) -> String { "\(path)/\(account.service)-\(account.id).sqlite" }

  /// The store of a leased account.
  public func store(for lease: AccountLease) throws(StoreError) -> any SyncStore {
    try SQLiteStore(path: database(of: lease.account))
  }

  // MARK: - Leases

  /// Locks the folder for the worker of this process, unless this object has locked it. The first claim does so, too.
  ///
  /// - Throws: ``/TributaryFleet/AccountSourceError/refused(_:)`` while another process or object works on the folder.
  public func lockForWork() throws(AccountSourceError) {
    let path = path
    let isNew = try lock.withLock { (lock) throws(AccountSourceError) in
      guard lock == nil else { return false }
      do throws(StoreError) { lock = try StreamFile.lock(at: path + "/fleet.lock") } catch {
        throw .refused("\(error)")
      }
      guard lock != nil else {
        throw .refused("Another program is working on the accounts in \(path); stop it first, or let it do the work.")
      }
      return true
    }
    // Whoever held the lock before has ended, and so have its syncs.
    if isNew { try write { (table) throws(StoreError) in try table.endLeases() } }
  }

  /// Claims accounts that are due; see ``/TributaryFleet/AccountSource/claim(_:)``.
  ///
  /// - Throws: ``/TributaryFleet/AccountSourceError/refused(_:)`` as ``lockForWork()`` does.
  public func claim(_ request: ClaimRequest) throws(AccountSourceError) -> Claim {
    try lockForWork()
    let now = clock()
    let corrects = isCorrectionDue(now)
    return try write { (table) throws(StoreError) in
      if corrects { try table.correct(at: now, backoff: request.backoff) }
      return try table.claim(request, at: now)
    }
  }

  /// Extends leases; see ``/TributaryFleet/AccountSource/renew(_:lifetime:)``.
  public func renew(
    _ leases: [AccountLease], lifetime: Duration
  ) throws(AccountSourceError) -> [Int: SharedCredential] {
    let now = clock()
    return try write { (table) throws(StoreError) in
      var held: [Int: SharedCredential] = [:]
      for lease in leases {
        guard var row = try table.row(lease.account.id), row.lease.isHeld(by: lease) else { continue }
        row.lease.until = now + lifetime
        try table.save(row.lease, of: lease.account.id)
        held[lease.account.id] = row.credential(at: now)
      }
      return held
    }
  }

  /// Ends a lease; see ``/TributaryFleet/AccountSource/release(_:outcome:after:)``.
  @discardableResult
  public func release(
    _ lease: AccountLease, outcome: LeaseOutcome, after duration: Duration
  ) throws(AccountSourceError) -> Bool {
    let now = clock()
    return try write { (table) throws(StoreError) in
      guard var row = try table.row(lease.account.id), row.lease.isHeld(by: lease) else { return false }
      row.lease.end(lease, outcome, after: duration, at: now, period: row.account.period)
      try table.save(row.lease, of: lease.account.id)
      return true
    }
  }

  /// Writes down a pause; see ``/TributaryFleet/AccountSource/pause(credential:for:)``.
  public func pause(credential: String, for duration: Duration) throws(AccountSourceError) {
    let end = clock() + min(duration, SharedCredential.longestPause)
    try write { (table) throws(StoreError) in try table.pause(credential, until: end) }
  }

  // MARK: - The list

  /// Adds accounts; see ``/TributaryFleet/AccountDirectory/add(_:)``.
  @discardableResult
  public func add(_ accounts: [FleetAccount]) throws(AccountSourceError) -> [FleetAccount] {
    let now = clock()
    var present: FleetAccount?
    let added = try write(isDurable: true) { (table) throws(StoreError) -> [FleetAccount] in
      for account in accounts where try table.contains(account) {
        present = account
        return []
      }
      return try accounts.map { (account) throws(StoreError) in try table.add(account, at: now) }
    }
    if let present {
      throw .refused("There is an account \"\(present.name)\" of \(present.service) at \(present.baseURL) already.")
    }
    return added
  }

  /// A page of accounts; see ``/TributaryFleet/AccountDirectory/accounts(after:limit:)``.
  public func accounts(after number: Int?, limit: Int) throws(AccountSourceError) -> [AccountStatus] {
    let now = clock()
    return try asSource { () throws(StoreError) in
      try database.read { (connection) throws(StoreError) in
        try AccountTable(connection: connection).rows(after: number ?? 0, limit: limit).map { $0.status(at: now) }
      }
    }
  }

  /// Pauses accounts or lets them go on.
  public func setPaused(_ isPaused: Bool, accounts: [Int]) throws(AccountSourceError) {
    try write(isDurable: true) { (table) throws(StoreError) in
      for account in accounts { try table.setPaused(isPaused, account) }
    }
  }

  /// Sets the rate of a credential.
  public func setRate(_ callsPerSecond: Double?, credential: String) throws(AccountSourceError) {
    try write(isDurable: true) { (table) throws(StoreError) in try table.setRate(callsPerSecond, credential) }
  }

  // MARK: -

  private func isCorrectionDue(_ now: Duration) -> Bool {
    lastCorrection.withLock { last in
      guard now < last || now >= last + .seconds(60) else { return false }
      last = now
      return true
    }
  }

  /// Changes the list. What a power cut takes of a lease does no harm: the account is synchronized once more.
  private func write<Output: Sendable>(
    isDurable: Bool = false, _ body: (AccountTable) throws(StoreError) -> Output
  ) throws(AccountSourceError) -> Output {
    try asSource { () throws(StoreError) in
      try database.write { (connection) throws(StoreError) in
        try connection.transaction(isDurable: isDurable) { () throws(StoreError) in
          try body(AccountTable(connection: connection))
        }
      }
    }
  }

  /// Performs a call, and reports failures as a source does.
  private func asSource<Output>(_ body: () throws(StoreError) -> Output) throws(AccountSourceError) -> Output {
    do throws(StoreError) { return try body() } catch {
      switch error {
      case .databaseIsBusy, .diskFull, .failed: throw .unavailable("\(error)")
      default: throw .refused("\(error)")
      }
    }
  }
}

extension Duration {
  /// The time since 1970 by the system's clock.
  @usableFromInline static var sinceEpoch: Duration { .seconds(Date().timeIntervalSince1970) }
}
