#if PostgreSQL
import Expect
import PostgreSQLServer
import Testing
import Tributary
import TributaryFleet
import TributaryJSON
import TributaryPostgreSQL

@Suite("Leases", .enabled(if: PrivatePostgreSQL.isExpected), .timeLimit(.minutes(2)))
struct LeaseTests {
  @Test("who lost the lease writes nothing more")
  func fence() async throws {
    let database = try await TestDatabase()
    let account = try #require(try await database.addAccounts(1).first)
    let (slow, quick) = (try database.connect(), try database.connect())
    let first = try #require(try await slow.claim(.test("slow")).leases.first)
    let stream = try await slow.store(for: first).open(.test(), types: [])
    _ = try await stream.commit(StreamTransaction(["1": "[1]"]))
    // The worker stands still past the end of its lease.
    try database.sql("UPDATE tributary.lease SET until = now() - interval '1s', due = now() - interval '1s'")
    let second = try #require(try await quick.claim(.test("quick")).leases.first)
    expect(second.term, equals: first.term + 1)
    expect(second.account.id, equals: account.id)
    let before = try await quick.store(account: account.id).streams()
    await #expect(throws: StoreError.leaseLost(.test())) {
      _ = try await stream.commit(StreamTransaction(["1": "[2]"], acknowledging: ["a"]))
    }
    await #expect(throws: StoreError.leaseLost(.test())) { try await stream.renewIncarnation() }
    await #expect(throws: StoreError.leaseLost(.test())) { try await stream.dropApplied() }
    await #expect(throws: StoreError.leaseLost(.test())) {
      _ = try await slow.store(for: first).open(.test(), types: [])
    }
    try await expect(quick.store(account: account.id).streams(), equals: before)
    #expect(try await slow.release(first, outcome: .returned, after: .seconds(1)) == false)
    try await expect(slow.renew([first], lifetime: .seconds(30)), equals: [:])
    let next = try await quick.store(for: second).open(.test(), types: [])
    try await expect(next.commit(StreamTransaction(["1": "[3]"])).updated, equals: 1)
  }

  @Test("who has a claim that a crash took back writes nothing more, although the next claim has the same term")
  func forgottenClaim() async throws {
    let database = try await TestDatabase()
    _ = try await database.addAccounts(1)
    let (slow, quick) = (try database.connect(), try database.connect())
    let first = try #require(try await slow.claim(.test("slow")).leases.first)
    let stream = try await slow.store(for: first).open(.test(), types: [])
    try database.sql("UPDATE tributary.lease SET term = term - 1, owner = NULL, until = NULL, due = now()")
    let second = try #require(try await quick.claim(.test("quick")).leases.first)
    expect(second.term, equals: first.term)
    await #expect(throws: StoreError.leaseLost(.test())) {
      _ = try await stream.commit(StreamTransaction(["1": "[1]"]))
    }
    await #expect(throws: StoreError.leaseLost(.test())) {
      _ = try await slow.store(for: first).open(.test(), types: [])
    }
    try await expect(slow.renew([first], lifetime: .seconds(30)), equals: [:])
    #expect(try await slow.release(first, outcome: .returned, after: .seconds(1)) == false)
    let next = try await quick.store(for: second).open(.test(), types: [])
    try await expect(next.commit(StreamTransaction(["1": "[2]"])).inserted, equals: 1)
  }

  @Test("a commit keeps the lease that nobody else took, however long it stood still")
  func expired() async throws {
    let database = try await TestDatabase()
    let account = try #require(try await database.addAccounts(1).first)
    let store = try database.connect().store(account: account.id)
    let stream = try await store.open(.test(), types: [])
    try database.sql("UPDATE tributary.lease SET until = now() - interval '1 hour'")
    try await expect(stream.commit(StreamTransaction(["1": "[1]"])).inserted, equals: 1)
    try expect(database.sql("SELECT until > now() FROM tributary.lease"), equals: "t")
  }

  @Test("one store at a time has an account, and the next one as soon as it lets go")
  func exclusive() async throws {
    let database = try await TestDatabase()
    let account = try #require(try await database.addAccounts(1).first)
    let (first, second) = (try database.connect(), try database.connect())
    let stream = try await first.store(account: account.id).open(.test(), types: [])
    await #expect(throws: StoreError.streamIsBusy(.test())) {
      _ = try await second.store(account: account.id).open(.test(), types: [])
    }
    stream.close()
    // It is given back behind the caller's back.
    for _ in 0..<200 {
      if try database.sql("SELECT owner IS NULL FROM tributary.lease") == "t" { break }
      await Task.yield()
    }
    _ = try await second.store(account: account.id).open(.test(), types: [])
    await #expect(throws: StoreError.self) { _ = try await second.store(account: 99).open(.test(), types: []) }
  }

  @Test("claims go by due time, count attempts, and never give one account to two")
  func claims() async throws {
    let database = try await TestDatabase()
    let accounts = try await database.addAccounts(40)
    try database.sql("UPDATE tributary.lease SET due = now() - account * interval '1 second'")
    let source = try database.connect(connections: 8)
    let first = try await source.claim(.test("a", limit: 3))
    expect(first.leases.map(\.account.id), equals: accounts.suffix(3).map(\.id).reversed())
    expect(first.next, equals: .zero)
    let claimed = try await withThrowingTaskGroup(of: [Int].self) { group in
      for worker in 0..<8 {
        group.addTask {
          var mine: [Int] = []
          while true {
            let leases = try await source.claim(.test("worker \(worker)", limit: 2)).leases
            if leases.isEmpty { return mine }
            mine += leases.map(\.account.id)
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    expect(claimed.count, equals: 37)
    expect(Set(claimed).count, equals: 37)
    expect(Set(claimed).isDisjoint(with: first.leases.map(\.account.id)), equals: true)
    expect(try database.sql("SELECT min(due) > now() FROM tributary.lease"), equals: "t")
  }

  @Test("how a lease ends decides when the account is due")
  func outcomes() async throws {
    let database = try await TestDatabase()
    try await database.addAccounts(1, period: .seconds(600))
    let source = try database.connect()
    /// Seconds until the account is due, and its attempts and slices, after an outcome.
    func state(after outcome: LeaseOutcome) async throws -> String {
      try database.sql(
        """
        UPDATE tributary.lease SET due = now() - interval '700s', scheduled = now() - interval '700s', attempts = 2,
          owner = NULL, until = NULL
        """)
      let lease = try #require(try await source.claim(.test("a")).leases.first)
      expect(lease.attempts, equals: 3)
      #expect(try await source.release(lease, outcome: outcome, after: .seconds(5)))
      return try database.sql(
        "SELECT round(extract(epoch FROM due - now()) / 10) * 10, attempts, slices, coalesce(problem, '-') FROM tributary.lease"
      )
    }
    // Two whole periods from when it was due, and not one from now.
    try await expect(state(after: .finished(incomplete: nil)), equals: "500|0|0|-")
    try await expect(state(after: .failed("broken", delay: .seconds(90))), equals: "90|3|0|broken")
    try await expect(state(after: .postponed(delay: .seconds(40))), equals: "40|2|0|broken")
    try await expect(state(after: .returned), equals: "-700|2|0|broken")
    try await expect(state(after: .cut), equals: "0|0|1|-")
    try await expect(state(after: .finished(incomplete: "some")), equals: "500|0|0|some")
  }

  @Test("accounts with a slice cut have places of their own")
  func places() async throws {
    let database = try await TestDatabase()
    let accounts = try await database.addAccounts(10)
    try database.sql(
      "UPDATE tributary.lease SET slices = 1, due = now() - interval '1h' WHERE account <= \(accounts[6].id)")
    let claim = try await database.connect().claim(.test("a", limit: 5, longLimit: 2))
    expect(claim.leases.count, equals: 5)
    expect(claim.leases.count { $0.slices > 0 }, equals: 2)
  }

  @Test("paused accounts and credentials wait; a rate is shared by those who hold it")
  func credentials() async throws {
    let database = try await TestDatabase()
    let source = try database.connect()
    let accounts = try await source.add(
      (0..<4).map {
        FleetAccount(
          service: "test", baseURL: "https://api.test", name: "\($0)", credential: $0 < 2 ? "one" : "two",
          options: ["folder": "5"], period: .seconds(60))
      })
    try await source.setPaused(true, accounts: [accounts[0].id])
    try await source.pause(credential: "two", for: .seconds(100))
    try await source.pause(credential: "two", for: .seconds(1))
    try await source.setRate(10, credential: "one")
    let lease = try #require(try await source.claim(.test("a")).leases.first)
    expect(lease.account, equals: accounts[1])
    expect(lease.credential.callsPerSecond, equals: 10)
    expect(lease.credential.owners, equals: 1)
    try await expect(source.claim(.test("b")).leases.count, equals: 0)
    try await source.setPaused(false, accounts: accounts.map(\.id))
    let other = try #require(try await source.claim(.test("b")).leases.first)
    expect(other.account.id, equals: accounts[0].id)
    expect(other.credential.owners, equals: 2)
    let renewed = try await source.renew([lease], lifetime: .seconds(30))
    expect(renewed[lease.account.id]?.owners, equals: 2)
    let pages = try await source.accounts(after: accounts[0].id, limit: 2)
    expect(pages.map(\.account), equals: Array(accounts[1...2]))
    expect(pages.map(\.owner), equals: ["a", nil])
    await #expect(throws: AccountSourceError.self) {
      _ = try await source.add([
        FleetAccount(service: "new", baseURL: "https://api.test", name: "x", period: .seconds(1)), accounts[2],
      ])
    }
    try await expect(source.accounts(after: nil, limit: 100).count, equals: 4)
  }

  @Test("a server whose clock was set back loses no account")
  func clock() async throws {
    let database = try await TestDatabase()
    try await database.addAccounts(2)
    try database.sql(
      """
      UPDATE tributary.lease SET due = now() + interval '1 day', owner = 'x', until = now() + interval '1 day',
        last_success = now() + interval '1 day'
      """)
    try await expect(database.connect().claim(.test("a")).leases.count, equals: 2)
  }
}
#endif
