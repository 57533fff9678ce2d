public import Tributary

/// How a fleet is doing.
public struct FleetSummary: Sendable, Hashable {
  /// The number of accounts.
  public var accounts = 0
  /// How many wait for a worker.
  public var due = 0
  /// How many had their last success longer than two periods ago.
  public var late = 0
  /// How many failed the last time.
  public var failing = 0
  /// How many lack something after their last sync, which says what.
  public var incomplete = 0
  /// How many are being synchronized.
  public var syncing = 0
  /// How many are paused.
  public var paused = 0
  /// How many have not been synchronized yet.
  public var neverSynced = 0
  /// The account whose last success is the oldest, paused ones left out; `nil` without one.
  public var oldest: AccountStatus?
  /// When a sync of any account last stored something, if the source notes it.
  public var committedAt: Timestamp?

  /// Nothing counted yet.
  public init() {}

  /// Counts an account.
  public mutating func add(_ status: AccountStatus) {
    accounts += 1
    due += status.isDue ? 1 : 0
    late += status.isLate ? 1 : 0
    failing += status.isFailing ? 1 : 0
    incomplete += status.attempts == 0 && status.slices == 0 && status.problem != nil ? 1 : 0
    syncing += status.owner == nil ? 0 : 1
    paused += status.isPaused ? 1 : 0
    neverSynced += status.hasSynced ? 0 : 1
    if let moment = status.committedAt { committedAt = max(committedAt ?? moment, moment) }
    if !status.isPaused, oldest.map({ status.age > $0.age }) ?? true { oldest = status }
  }
}

extension AccountDirectory {
  /// All accounts in the order of their numbers, fetched page by page.
  public var allAccounts: AsyncThrowingStream<AccountStatus, any Error> {
    let pages = AccountPages(directory: self)
    return AsyncThrowingStream { try await pages.next() }
  }
}

/// Reads a directory page by page.
private actor AccountPages {
  private let directory: any AccountDirectory
  private var page: ArraySlice<AccountStatus> = []
  private var last: Int?
  private var isOver = false

  init(directory: any AccountDirectory) { self.directory = directory }

  func next() async throws -> AccountStatus? {
    if page.isEmpty, !isOver {
      page = try await directory.accounts(after: last, limit: 1_000)[...]
      last = page.last?.account.id
      isOver = page.isEmpty
    }
    return page.popFirst()
  }
}
