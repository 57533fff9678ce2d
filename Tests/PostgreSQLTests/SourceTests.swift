#if PostgreSQL
import Expect
import PostgreSQLServer
import TestSupport
import Testing
import Tributary
import TributaryFleet
import TributaryPostgreSQL

@Suite("Accounts in a database", .enabled(if: PrivatePostgreSQL.isExpected), .timeLimit(.minutes(2)))
struct SourceTests {
  @Test("keep what every source promises", arguments: AccountSourceSuite.all)
  func promises(promise: AccountSourceSuite) async throws {
    let database = try await TestDatabase()
    let subject = AccountSourceSuite.Subject(try database.connect()) { duration in
      // The server's clock stays; all that it compares with moves the other way.
      let past = "interval '1 second' * \(duration / .seconds(1))"
      try database.sql(
        """
        UPDATE tributary.lease SET due = due - \(past), scheduled = scheduled - \(past), until = until - \(past),
          claimed_due = claimed_due - \(past), last_success = last_success - \(past);
        UPDATE tributary.account SET added = added - \(past);
        UPDATE tributary.credential SET paused_until = paused_until - \(past);
        """)
    }
    try await promise.check(subject)
  }
}
#endif
