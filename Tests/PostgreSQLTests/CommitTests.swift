#if PostgreSQL
import Expect
import Foundation
import PostgreSQLServer
import Testing
import Tributary
import TributaryFleet
import TributaryJSON

@testable import TributaryPostgreSQL

@Suite("Commits", .enabled(if: PrivatePostgreSQL.isExpected), .timeLimit(.minutes(3)))
struct CommitTests {
  @Test("a connection that is cut around COMMIT leaves each page exactly once", arguments: 0..<4)
  func lostCommits(_ seed: Int) async throws {
    let database = try await TestDatabase()
    let account = try #require(try await database.addAccounts(1).first)
    let cutter = try CuttingProxy(to: database.server.port, seed: UInt64(seed))
    defer { cutter.close() }
    let store = try database.connect(port: cutter.port, connections: 1).store(account: account.id)
    let stream = try await store.open(.test(), types: [])
    var notices = store.commits().makeAsyncIterator()
    for number in 1...40 {
      cutter.arm()
      let page = try StreamTransaction(["\(number)": "[\(number)]", "same": "[0]"], acknowledging: ["\(number)"])
      _ = try await stream.commit(page)
      let notice = await notices.next()
      expect(notice?.changed.contains { $0.id == "\(number)" }, equals: true)
    }
    #expect(cutter.cuts >= 20)
    // The change number counts the commits: none was made twice.
    try expect(database.sql("SELECT change, generation FROM tributary.stream"), equals: "40|40")
    try await expect(store.items().count, equals: 41)
    try await expect(stream.state().outbox, equals: (1...40).map(String.init))
  }

  @Test("a restart of the server in the middle of a run costs time and nothing else")
  func restart() async throws {
    let server = try PrivatePostgreSQL()
    defer { server.remove() }
    let database = try await TestDatabase(on: server)
    let account = try #require(try await database.addAccounts(1).first)
    let store = try database.connect().store(account: account.id)
    let stream = try await store.open(.test(), types: [])
    _ = try await stream.commit(StreamTransaction(["1": "[1]"], acknowledging: ["1"]))
    server.crash()
    async let restarted: Void = server.start()
    try await expect(stream.commit(StreamTransaction(["2": "[2]"], acknowledging: ["2"])).inserted, equals: 1)
    try await restarted
    try await expect(store.items(), equals: ["1=[1]", "2=[2]"])
    server.crash()
    let error = await #expect(throws: StoreError.self) { _ = try await store.items() }
    guard case .connectionLost = error else {
      Issue.record("not the error that was expected: \(String(describing: error))")
      return
    }
  }

  @Test("a lock that somebody keeps stops this commit and no other task")
  func slowLock() async throws {
    let database = try await TestDatabase()
    let accounts = try await database.addAccounts(2)
    let base = try database.connect()
    let slow = try await base.store(account: accounts[0].id).open(.test(), types: [])
    let quick = try await base.store(account: accounts[1].id).open(.test(), types: [])
    let blocker = try Connection(ConnectionOptions(database.url()))
    _ = try blocker.run([
      Statement("BEGIN"),
      Statement("SELECT 1 FROM tributary.lease WHERE account = $1 FOR UPDATE", .integer(accounts[0].id)),
    ])
    async let waiting = slow.commit(StreamTransaction(["1": "[1]"]))
    for number in 0..<20 { _ = try await quick.commit(StreamTransaction(["1": "[\(number)]"])) }
    _ = try blocker.run([Statement("ROLLBACK")])
    try await expect(waiting.inserted, equals: 1)
  }

  @Test("nothing is written before the fence has waited")
  func afterTheWait() async throws {
    let database = try await TestDatabase()
    let account = try #require(try await database.addAccounts(1).first)
    let source = try database.connect()
    let lease = try #require(try await source.claim(.test("a")).leases.first)
    let stream = try await source.store(for: lease).open(.test(), types: [])
    _ = try await stream.commit(StreamTransaction(["old": "[0]"]))
    // Another transaction of the same owner adds a record while the sweep waits for the lease.
    let other = try Connection(ConnectionOptions(database.url()))
    _ = try other.run(
      Statement.begin() + [
        Statement("UPDATE lease SET until = until WHERE account = $1", .integer(account.id)),
        Statement(
          """
          INSERT INTO record (account, stream, type, id, deleted, epoch, change, payload)
            VALUES ($1, 1, 'item', 'late', false, 0, 1, '[]')
          """, .integer(account.id)),
      ])
    var sweep = StreamTransaction()
    sweep.epoch = 1
    sweep.sweep = .delete([])
    async let counts = stream.commit(sweep)
    while try database.sql(
      "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") == "0"
    {
      await Task.yield()
    }
    _ = try other.run([Statement("COMMIT")])
    try await expect(counts.deleted, equals: 2)
  }

  @Test("records that no index or message can hold are refused by name")
  func tooLarge() async throws {
    let database = try await TestDatabase()
    let account = try #require(try await database.addAccounts(1).first)
    let store = try database.connect().store(account: account.id)
    let stream = try await store.open(.test(), types: [])
    let long = String(repeating: "x", count: 2_100)
    await #expect(throws: StoreError.recordTooLarge(RecordReference(type: "item", id: long), bytes: 2_107)) {
      _ = try await stream.commit(StreamTransaction(["1": "[1]", long: "[1]"]))
    }
    try await expect(store.items(), equals: [])
    // Whatever is only looked up by its hash may be longer.
    var transaction = try StreamTransaction([:], acknowledging: [String(repeating: "é", count: 9_000)])
    transaction.unsettledObjects = [RecordReference(type: long, id: long)]
    transaction.quarantine = [
      QuarantinedItem(
        type: "item", id: nil, payload: try RawJSON("\"\(String(repeating: "q", count: 9_000))\""), problem: "a\0b")
    ]
    _ = try await stream.commit(transaction)
    _ = try await stream.commit(transaction)
    let random = String((0..<1_990).map { _ in Character(Unicode.Scalar(UInt8.random(in: 33...126))) })
    try await expect(stream.commit(StreamTransaction([random: "[1]"])).inserted, equals: 1)
    try await expect(store.streams().first?.quarantined, equals: 1)
    try await expect(stream.state().outbox.count, equals: 1)
  }

  @Test("the feed of changes has every commit once, in order, while others write")
  func feed() async throws {
    let database = try await TestDatabase()
    let accounts = try await database.addAccounts(3)
    let base = try database.connect(connections: 8)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for account in accounts {
        let store = base.store(account: account.id)
        let stream = try await store.open(.test(), types: [])
        group.addTask {
          for number in 1...60 { _ = try await stream.commit(StreamTransaction(["\(number)": "[\(number)]"])) }
          var gone = StreamTransaction()
          gone.changes = [RecordChange(type: "item", id: "7", kind: .delete)]
          _ = try await stream.commit(gone)
        }
        group.addTask {
          var seen: [String] = []
          var position = 0
          while position < 61 {
            let changes = try await store.changes(in: .test(), after: position, limit: 10)
            seen += changes.map { "\($0.record.id) \($0.number)\($0.payload == nil ? " gone" : "")" }
            position = changes.last?.number ?? position
          }
          // Record 7 is seen as it was, or only as it is in the end.
          expect(seen.filter { $0 != "7 7" }, equals: (1...60).filter { $0 != 7 }.map { "\($0) \($0)" } + ["7 61 gone"])
        }
      }
      try await group.waitForAll()
    }
  }
}
#endif
