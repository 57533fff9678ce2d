#if PostgreSQL
/// One statement with its values.
///
/// Statements are never prepared under a name: a pooler between us and the server may hand the next transaction to
/// another of the server's processes.
struct Statement: Sendable {
  let sql: String
  let values: [Parameter]

  init(_ sql: String, _ values: Parameter...) { self.init(sql, values) }

  init(_ sql: String, _ values: [Parameter]) {
    self.sql = sql
    self.values = values
  }
}

extension Statement {
  /// Begins a transaction that trusts no setting of the session, which another client may have left.
  ///
  /// The isolation is stated because the statements after the fence must see what was committed while it waited.
  ///
  /// - Parameter isDurable: Whether the commit survives a crash of the server's machine.
  static func begin(_ access: Access = .writing(isDurable: true)) -> [Statement] {
    switch access {
    case .writing(let isDurable):
      [
        Statement("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"),
        Statement(settings(synchronousCommit: isDurable ? "on" : "off", statementTimeout: "60s")),
      ]
    case .reading:
      [
        Statement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
        Statement(settings(synchronousCommit: "on", statementTimeout: "60s")),
      ]
    case .migrating:
      [
        Statement("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"),
        Statement(settings(synchronousCommit: "on", statementTimeout: "600s", lockTimeout: "200ms")),
      ]
    }
  }

  /// What a transaction does.
  enum Access: Sendable {
    case writing(isDurable: Bool)
    case reading
    /// Changing tables, which must not queue in front of those who use them.
    case migrating
  }

  private static func settings(
    synchronousCommit: String, statementTimeout: String, lockTimeout: String = "5s"
  ) -> String {
    """
    SELECT pg_catalog.set_config('role', 'none', true), pg_catalog.set_config('search_path', 'tributary', true),
      pg_catalog.set_config('client_encoding', 'UTF8', true), pg_catalog.set_config('jit', 'off', true),
      pg_catalog.set_config('synchronous_commit', '\(synchronousCommit)', true),
      pg_catalog.set_config('idle_in_transaction_session_timeout', '10s', true),
      pg_catalog.set_config('lock_timeout', '\(lockTimeout)', true),
      pg_catalog.set_config('statement_timeout', '\(statementTimeout)', true)
    """
  }
}
#endif
