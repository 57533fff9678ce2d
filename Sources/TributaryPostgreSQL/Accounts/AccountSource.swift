#if PostgreSQL
public import Tributary
public import TributaryFleet

extension PostgreSQLDatabase: AccountSource {
  /// Claims accounts that are due, the longest due first.
  public func claim(_ request: ClaimRequest) async throws(AccountSourceError) -> Claim {
    try await asSource { () async throws(StoreError) in
      let statements = [ClaimStatements.claim(request), ClaimStatements.next]
      // What a crash takes back is claimed again: the fence compares the owner, too.
      return try await transact(.writing(isDurable: false), statements) { rows in
        let leases = ClaimStatements.leases(rows[0], owner: request.owner)
        let next: Duration? =
          leases.count >= max(request.limit, 1)
          ? .zero : (rows[1].count == 1 && !rows[1].isNull(0, 0) ? Duration(inSeconds: rows[1].real(0, 0)) : nil)
        return Claim(leases: leases, next: next)
      }
    }
  }

  /// Extends leases by a lifetime from now.
  public func renew(
    _ leases: [AccountLease], lifetime: Duration
  ) async throws(AccountSourceError) -> [Int: SharedCredential] {
    guard !leases.isEmpty else { return [:] }
    return try await asSource { () async throws(StoreError) in
      try await transact(.writing(isDurable: false), [ClaimStatements.renew(leases, lifetime)]) { rows in
        var credentials: [Int: SharedCredential] = [:]
        for row in 0..<rows[0].count {
          credentials[rows[0].integer(row, 0)] = ClaimStatements.credential(rows[0], row, from: 1)
        }
        return credentials
      }
    }
  }

  /// Ends a lease. A lease that is lost stays as it is.
  @discardableResult
  public func release(
    _ lease: AccountLease, outcome: LeaseOutcome, after duration: Duration
  ) async throws(AccountSourceError) -> Bool {
    try await asSource { () async throws(StoreError) in
      try await transact(.writing(isDurable: false), [ClaimStatements.release(lease, outcome, duration)]) { rows in
        rows[0].count == 1
      }
    }
  }

  /// Writes down that a service asked for no request with a credential for a while. A longer pause stays.
  public func pause(credential: String, for duration: Duration) async throws(AccountSourceError) {
    try await asSource { () async throws(StoreError) in
      try await transact(
        .writing(isDurable: true),
        [
          Statement(
            """
            INSERT INTO credential (name, paused_until) VALUES ($1, clock_timestamp() + make_interval(secs => $2))
              ON CONFLICT (name) DO UPDATE SET paused_until = greatest(credential.paused_until, excluded.paused_until)
            """, .text(credential), .real(max(duration.seconds, 0)))
        ]
      ) { _ in }
    }
  }

  /// The store of a leased account, which refuses commits once the lease is lost.
  public func store(for lease: AccountLease) async throws(StoreError) -> any SyncStore {
    PostgreSQLStore(self, account: lease.account.id, lease: StoreLease(.claimed(by: lease.owner, term: lease.term)))
  }

  /// Performs a call, and reports failures as a source does.
  func asSource<Output>(
    _ body: () async throws(StoreError) -> Output
  ) async throws(AccountSourceError) -> Output {
    do throws(StoreError) { return try await body() } catch {
      switch error {
      case .connectionLost(let reason): throw .unavailable(reason)
      case .databaseIsBusy, .outcomeUnknown: throw .unavailable("the database \(label) is busy")
      case .diskFull: throw .unavailable("the database \(label) has no space left")
      default: throw .refused(error.description)
      }
    }
  }
}
#endif
