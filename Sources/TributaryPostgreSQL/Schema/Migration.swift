#if PostgreSQL
import Foundation
public import Tributary

extension PostgreSQLDatabase {
  /// Creates the tables, brings those of an earlier version up to date, and shows record types to people.
  ///
  /// It runs whether other machines work or migrate at the same time. A database that is up to date is left alone.
  ///
  /// - Parameter types: The record types that get a view, such as `tributary.zendesk_sell_lead`.
  public func migrate(showing types: [RecordType] = []) async throws(StoreError) {
    try await pool.run { (slot) throws(StoreError) in
      // A lock that is not free at once is asked for again, so that those who use a table never queue behind us.
      var attempts = 0
      while true {
        do throws(DatabaseFailure) {
          return try slot.perform { (connection) throws(DatabaseFailure) in
            try Migration(connection: connection, label: slot.label).run(types)
          }
        } catch {
          attempts += 1
          guard case .refused(.lockNotAvailable, _, _) = error, attempts < 150 else {
            throw error.storeError(slot.label)
          }
          usleep(100_000)
        }
      }
    }
  }
}

/// Brings the tables of a database up to date.
private struct Migration {
  let connection: Connection
  let label: String

  func run(_ types: [RecordType]) throws(DatabaseFailure) {
    try connection.transaction(.migrating) { (connection) throws(DatabaseFailure) in
      _ = try connection.run([Statement("SELECT pg_advisory_xact_lock($1)", .integer(Layout.lock))])
      var found = try version()
      if found < Layout.version {
        if found == 0 { _ = try connection.run([Statement("CREATE SCHEMA IF NOT EXISTS tributary")]) }
        for step in Layout.steps[found...] { try connection.script(step) }
        _ = try connection.run([
          Statement(
            "UPDATE layout SET version = $1, oldest = $2", .integer(Layout.version), .integer(Layout.oldest))
        ])
        found = Layout.version
      }
      try Layout.check(try connection.run([Layout.read])[0], label: label)
      try RecordViews(connection: connection).update(types)
    }
  }

  private func version() throws(DatabaseFailure) -> Int {
    let exists = try connection.run([Statement("SELECT to_regclass('tributary.layout') IS NOT NULL")])[0].flag(0, 0)
    return exists ? try connection.run([Layout.read])[0].integer(0, 0) : 0
  }
}
#endif
