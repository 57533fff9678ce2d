import Tributary
import TributaryFleet
import TributaryJSON

/// The tables of ``AccountFolder``, in one transaction.
struct AccountTable {
  /// An account with what is stored about it.
  struct Row {
    var account: FleetAccount
    var isPaused: Bool
    var lease: LeaseState
    var callsPerSecond: Double?
    var pausedUntil: Duration?

    /// The credential. One worker at a time works on a folder, so nobody shares its rate.
    func credential(at now: Duration) -> SharedCredential {
      SharedCredential(name: account.credential, callsPerSecond: callsPerSecond, pause: pause(at: now))
    }

    /// How long the credential's pause lasts. A clock that was set back leaves none.
    func pause(at now: Duration) -> Duration {
      guard let pausedUntil, pausedUntil > now, pausedUntil <= now + SharedCredential.longestPause else { return .zero }
      return pausedUntil - now
    }

    func status(at now: Duration) -> AccountStatus {
      var status = AccountStatus(account)
      status.isPaused = isPaused
      status.owner = lease.until.map { $0 > now } ?? false ? lease.owner : nil
      status.dueFor = now - lease.due
      status.attempts = lease.attempts
      status.slices = lease.slices
      status.age = max(.zero, now - lease.lastSync)
      status.hasSynced = lease.hasSynced
      status.lastDuration = lease.lastDuration
      status.problem = lease.problem
      return status
    }
  }

  let connection: Connection

  // MARK: - Leases

  /// Claims accounts, the longest due first, as far as the request and their credentials allow.
  func claim(_ request: ClaimRequest, at now: Duration) throws(StoreError) -> Claim {
    var claim = Claim(leases: [])
    var long = 0
    var found: [(row: Row, lease: AccountLease)] = []
    try connection.walk(Self.select + " WHERE l.due <= ? AND NOT a.paused ORDER BY l.due, l.account", [now.sql]) {
      (values) throws(StoreError) in
      var row = try row(values)
      let isLong = row.lease.slices > 0
      guard !row.lease.isHeld(at: now, lifetime: request.lifetime), row.pause(at: now) == .zero else { return true }
      guard found.count < request.limit, !isLong || long < request.longLimit else {
        claim.next = .zero
        return found.count < request.limit
      }
      long += isLong ? 1 : 0
      let wasDue = row.lease.claim(request, of: row.account.id, at: now)
      let lease = AccountLease(
        account: row.account, owner: request.owner, term: row.lease.term, due: wasDue,
        attempts: row.lease.attempts, slices: row.lease.slices, credential: row.credential(at: now))
      found.append((row, lease))
      return true
    }
    for (row, lease) in found {
      try save(row.lease, of: row.account.id)
      claim.leases.append(lease)
    }
    if claim.next == nil {
      let next = try connection.first(
        "SELECT min(l.due) FROM lease l JOIN account a ON a.id = l.account WHERE l.due > ? AND NOT a.paused", now.sql
      ) { $0.isNull(0) ? nil : Duration(sql: $0.integer(0)) }
      claim.next = next.flatMap { $0 }.map { $0 - now }
    }
    return claim
  }

  /// Ends all leases: no other process can hold one, because this one has just locked the folder.
  func endLeases() throws(StoreError) { try connection.run("UPDATE lease SET owner = NULL, until = NULL") }

  /// Makes accounts due that a clock which was set back left in the distant future.
  func correct(at now: Duration, backoff: AttemptBackoff) throws(StoreError) {
    let late = "CASE l.attempts WHEN 0 THEN max(a.period, ?) ELSE max(2 * a.period, ?) END"
    let rows = try connection.all(
      Self.select + " WHERE l.due - ? > " + late, now.sql, backoff.initial.sql, backoff.maximum.sql
    ) { (values) throws(StoreError) in try row(values) }
    for row in rows {
      var lease = row.lease
      lease.correct(at: now, period: row.account.period, backoff: backoff)
      if lease != row.lease { try save(lease, of: row.account.id) }
    }
  }

  func save(_ lease: LeaseState, of account: Int) throws(StoreError) {
    try connection.run(
      """
      UPDATE lease SET due = ?, scheduled = ?, owner = ?, until = ?, term = ?, attempts = ?, slices = ?, last_sync = ?,
        has_synced = ?, last_duration = ?, problem = ? WHERE account = ?
      """,
      [
        lease.due.sql, lease.scheduled.sql, lease.owner.map(SQLValue.text) ?? .null, lease.until?.sql ?? .null,
        .integer(lease.term), .integer(lease.attempts), .integer(lease.slices), lease.lastSync.sql,
        .integer(lease.hasSynced ? 1 : 0), lease.lastDuration?.sql ?? .null,
        lease.problem.map(SQLValue.text) ?? .null, .integer(account),
      ])
  }

  // MARK: - Credentials

  func pause(_ credential: String, until end: Duration) throws(StoreError) {
    try connection.run(
      """
      INSERT INTO credential (name, paused_until) VALUES (?, ?)
        ON CONFLICT (name) DO UPDATE SET paused_until = max(coalesce(paused_until, 0), excluded.paused_until)
      """, .text(credential), end.sql)
  }

  func setRate(_ callsPerSecond: Double?, _ credential: String) throws(StoreError) {
    try connection.run(
      """
      INSERT INTO credential (name, calls_per_second) VALUES (?, ?)
        ON CONFLICT (name) DO UPDATE SET calls_per_second = excluded.calls_per_second
      """, .text(credential), callsPerSecond.map(SQLValue.real) ?? .null)
  }

  // MARK: - Accounts

  func contains(_ account: FleetAccount) throws(StoreError) -> Bool {
    try connection.first(
      "SELECT 1 FROM account WHERE service = ? AND base_url = ? AND name = ?", .text(account.service),
      .text(account.baseURL), .text(account.name)
    ) { _ in true } ?? false
  }

  func add(_ account: FleetAccount, at now: Duration) throws(StoreError) -> FleetAccount {
    var account = account
    let options = JSONFields(account.options.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    try connection.run(
      "INSERT INTO account (service, base_url, name, credential, options, period) VALUES (?, ?, ?, ?, ?, ?)",
      .text(account.service), .text(account.baseURL), .text(account.name), .text(account.credential),
      .text(JSONWriter.text(of: JSONValue.object(options))), account.period.sql)
    account.id = try connection.first("SELECT last_insert_rowid()") { $0.integer(0) } ?? 0
    let lease = LeaseState(added: now, number: account.id, period: account.period)
    try connection.run(
      "INSERT INTO lease (account, due, scheduled, last_sync) VALUES (?, ?, ?, ?)", .integer(account.id),
      lease.due.sql, lease.scheduled.sql, lease.lastSync.sql)
    return account
  }

  func setPaused(_ isPaused: Bool, _ account: Int) throws(StoreError) {
    try connection.run("UPDATE account SET paused = ? WHERE id = ?", .integer(isPaused ? 1 : 0), .integer(account))
  }

  func row(_ account: Int) throws(StoreError) -> Row? {
    try connection.first(Self.select + " WHERE a.id = ?", .integer(account)) { (values) throws(StoreError) in
      try row(values)
    }
  }

  func rows(after number: Int, limit: Int) throws(StoreError) -> [Row] {
    try connection.all(Self.select + " WHERE a.id > ? ORDER BY a.id LIMIT ?", .integer(number), .integer(limit)) {
      (values) throws(StoreError) in try row(values)
    }
  }

  private static let select = """
    SELECT a.id, a.service, a.base_url, a.name, a.credential, a.options, a.period, a.paused, c.calls_per_second,
      c.paused_until, l.due, l.scheduled, l.owner, l.until, l.term, l.attempts, l.slices, l.last_sync, l.has_synced,
      l.last_duration, l.problem
    FROM lease l JOIN account a ON a.id = l.account LEFT JOIN credential c ON c.name = a.credential
    """

  private func row(_ values: SQLRow) throws(StoreError) -> Row {
    var options: [String: String] = [:]
    if case .object(let fields)? = try? JSONReader.read(JSONValue.self, from: values.copiedBytes(5)) {
      for (name, value) in fields { options[name] = value.string }
    }
    let account = FleetAccount(
      id: values.integer(0), service: values.text(1), baseURL: values.text(2), name: values.text(3),
      credential: values.text(4), options: options, period: Duration(sql: values.integer(6)))
    var lease = LeaseState(
      due: Duration(sql: values.integer(10)), scheduled: Duration(sql: values.integer(11)),
      lastSync: Duration(sql: values.integer(17)))
    lease.owner = values.isNull(12) ? nil : values.text(12)
    lease.until = values.isNull(13) ? nil : Duration(sql: values.integer(13))
    (lease.term, lease.attempts, lease.slices) = (values.integer(14), values.integer(15), values.integer(16))
    lease.hasSynced = values.flag(18)
    lease.lastDuration = values.isNull(19) ? nil : Duration(sql: values.integer(19))
    lease.problem = values.isNull(20) ? nil : values.text(20)
    return Row(
      account: account, isPaused: values.flag(7), lease: lease,
      callsPerSecond: values.isNull(8) ? nil : values.real(8),
      pausedUntil: values.isNull(9) ? nil : Duration(sql: values.integer(9)))
  }
}

extension Duration {
  /// A duration as the tables keep it, in microseconds.
  fileprivate init(sql microseconds: Int) { self = .microseconds(microseconds) }

  /// The duration as the tables keep it, in microseconds.
  fileprivate var sql: SQLValue { .integer(microseconds) }
}

extension Schema {
  /// The layout of the list of accounts: `TrFl` in ASCII. Durations and moments are in microseconds.
  static let fleet = Schema(applicationID: 0x5472_466C, steps: [accounts])

  private static let accounts = """
    CREATE TABLE credential (
      name TEXT PRIMARY KEY,
      calls_per_second REAL,
      paused_until INTEGER
    ) STRICT;
    CREATE TABLE account (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      service TEXT NOT NULL,
      base_url TEXT NOT NULL,
      name TEXT NOT NULL,
      credential TEXT NOT NULL,
      options TEXT NOT NULL,
      period INTEGER NOT NULL,
      paused INTEGER NOT NULL DEFAULT 0,
      UNIQUE (service, base_url, name)
    ) STRICT;
    CREATE TABLE lease (
      account INTEGER PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
      due INTEGER NOT NULL,
      scheduled INTEGER NOT NULL,
      owner TEXT,
      until INTEGER,
      term INTEGER NOT NULL DEFAULT 0,
      attempts INTEGER NOT NULL DEFAULT 0,
      slices INTEGER NOT NULL DEFAULT 0,
      last_sync INTEGER NOT NULL,
      has_synced INTEGER NOT NULL DEFAULT 0,
      last_duration INTEGER,
      problem TEXT
    ) STRICT;
    CREATE INDEX lease_due ON lease (due);
    """
}
