#if PostgreSQL
import Expect
import Foundation
import PostgreSQLServer
import Testing
import Tributary

@testable import TributaryPostgreSQL

@Suite("Passwords")
struct SecretTests {
  /// Connection strings that libpq's own messages quote in parts.
  static let strings = [
    "postgresql://u:s3cret%zz@127.0.0.1:1/d", "postgresql://u:s3cret@s3cret@localhost:1/d",
    "postgresql://u:s3/cret@127.0.0.1:1/d", "postgresql://u:pa?s3cret@127.0.0.1:1/d",
    "host=127.0.0.1 port=1 password=s3cret", "password='s3cret", "s3cret", "host=127.0.0.1 port=1 s3cret=1",
    "postgresql://u:s3cret@127.0.0.1:1/d?sslmode=s3cret", "postgresql://u:12/s3cret@127.0.0.1:1/d",
    "postgresql://u:s3cret/@127.0.0.1:1/d", "postgresql://u:12?s3cret@127.0.0.1:1/d",
  ]

  @Test("are in no error, whatever is wrong", arguments: strings)
  func errors(_ string: String) async throws {
    do {
      let base = try PostgreSQLDatabase(string, connections: 1)
      expect(base.label.contains("cret"), equals: false, "\(base.label)")
      let slot = ConnectionSlot(base.pool.options)
      _ = try slot.attempt { (connection) throws(DatabaseFailure) in try connection.run([Statement("SELECT 1")]) }
      Issue.record("it connected")
    } catch {
      let reported = (error as? DatabaseFailure)?.storeError("label") ?? (error as? StoreError)
      let text = String(describing: reported)
      expect(text.contains("s3cret") || text.contains("cret"), equals: false, "\(text)")
      expect("\(error)".contains("s3cret"), equals: false, "\(error)")
    }
  }

  @Test("the label has host, port and database, and nothing else")
  func label() throws {
    try expect(ConnectionOptions("postgresql://u:s3cret@db.example:6000/d").label, equals: "db.example:6000/d")
    try expect(ConnectionOptions("host=/tmp dbname=x user=y password=z").label, equals: "/tmp:5432/x")
  }

  @Test("go to another machine only when it proves who it is, unless that is waived")
  func encryption() throws {
    func mode(_ string: String) throws -> String? { try ConnectionOptions(string).values["sslmode"] }
    for host in ["127.0.0.1", "localhost", "::1", "/var/run", "127.0.0.1,localhost"] {
      try expect(mode("host=\(host)"), equals: nil, "\(host)")
    }
    for host in ["db.example", "127.0.0.1.example.com", "10.0.0.1", "localhost,db.example", "localhost.example"] {
      try expect(mode("host=\(host)"), equals: "verify-full", "\(host)")
      try expect(mode("host=\(host) sslmode=require"), equals: "require", "\(host)")
    }
    try expect(mode("host=localhost hostaddr=10.0.0.1"), equals: "verify-full")
  }

  @Test("every wait has an end, and a replica is not written to")
  func bounds() throws {
    let values = try ConnectionOptions("host=a,b connect_timeout=3").values
    expect(values["connect_timeout"], equals: "3")
    expect(values["tcp_user_timeout"], equals: "30000")
    expect(values["target_session_attrs"], equals: "read-write")
    try expect(ConnectionOptions("target_session_attrs=standby").values["target_session_attrs"], equals: "standby")
  }
}
#endif
