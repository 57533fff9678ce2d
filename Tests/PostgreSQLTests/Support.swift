#if PostgreSQL
import Foundation
import PostgreSQLServer
import Testing
import Tributary
import TributaryFleet
import TributaryJSON

@testable import TributaryPostgreSQL

/// A database of a test's own, on the server that all share or on one of its own.
struct TestDatabase {
  let server: PrivatePostgreSQL
  let name: String

  /// Creates a database with our tables.
  init(on server: PrivatePostgreSQL? = nil, showing types: [RecordType] = []) async throws {
    self.server = try server ?? PrivatePostgreSQL.shared.get()
    name = "test_\(UInt32.random(in: .min ... .max))"
    try self.server.sql("CREATE DATABASE \(name)")
    try await connect().migrate(showing: types)
  }

  /// A connection string.
  func url(port: Int? = nil, parameters: String = "") -> String {
    server.url(name, port: port, parameters: parameters)
  }

  func connect(
    port: Int? = nil, connections: Int = 4, afterFailover policy: PostgreSQLDatabase.FailoverPolicy = .renew
  ) throws -> PostgreSQLDatabase {
    try PostgreSQLDatabase(url(port: port), connections: connections, afterFailover: policy)
  }

  /// Runs SQL by a client that shares no code with us.
  @discardableResult
  func sql(_ sql: String) throws -> String { try server.sql(sql, in: name) }

  /// Copies the database within its server: as a template or by a dump.
  func copy(as copy: String, by kind: String) throws {
    guard kind == "template" else {
      let file = server.folder + "/\(copy).dump"
      try server.run("pg_dump", ["-Fc", "-f", file, url()])
      try server.sql("CREATE DATABASE \(copy)")
      try server.run("pg_restore", ["-d", server.url(copy), file])
      return
    }
    for _ in 0..<100 {
      // A template must have no other connection, and ours end when their objects do.
      if (try? server.sql("CREATE DATABASE \(copy) TEMPLATE \(name)")) != nil { return }
      usleep(20_000)
    }
    throw PrivatePostgreSQL.Failure("the template \(name) stays in use")
  }

  /// Adds accounts that are due.
  @discardableResult
  func addAccounts(_ count: Int, period: Duration = .seconds(60)) async throws -> [FleetAccount] {
    try await connect().add(
      (0..<count).map {
        FleetAccount(service: "test", baseURL: "https://api.test", name: "account \($0)", period: period)
      })
  }
}

extension StreamKey {
  /// A stream of the service `test`.
  static func test(_ scope: String = "") -> StreamKey {
    StreamKey(service: "test", baseURL: "https://api.test", scope: scope)
  }
}

extension StreamTransaction {
  /// A transaction that upserts items with these identifiers and texts.
  init(_ items: KeyValuePairs<String, String>, acknowledging keys: [String] = []) throws {
    self.init()
    changes = try items.map { RecordChange(type: "item", id: $0.key, kind: .upsert(try RawJSON($0.value))) }
    acknowledgements = keys
  }
}

extension AsyncRecordReader {
  /// The identifiers and texts of all items, in the store's order.
  func items() async throws -> [String] {
    var items: [String] = []
    for try await record in storedRecords(service: "test", type: "item") {
      items.append("\(record.id)=\(record.payload.text)")
    }
    return items
  }
}

extension ClaimRequest {
  /// A request of a worker.
  static func test(_ owner: String, limit: Int = 10, longLimit: Int = 10, lifetime: Duration = .seconds(30)) -> Self {
    ClaimRequest(owner: owner, limit: limit, longLimit: longLimit, lifetime: lifetime, backoff: AttemptBackoff())
  }
}
#endif
