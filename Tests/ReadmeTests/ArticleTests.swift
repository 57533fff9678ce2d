import Foundation
import MyAzur
import MyAzurEmulator
import Sharespine
import SharespineEmulator
import Testing
import Tributary
import TributaryEmulator
import TributarySQLite
import ZendeskSell
import ZendeskSellEmulator

/// What articles show does what they say.
@Suite("Articles")
struct ArticleTests {
  private let service = ZendeskSellEmulator(.init(records: 60, seed: 7))
  private var crm: ZendeskSell.Client { ZendeskSell.Client(token: "any", transport: InProcessTransport(service)) }

  @Test("Getting started: a lead is created, and a patch sets one field and clears another")
  func write() async throws {
    let lead = try await GettingStartedExamples.write(crm)
    #expect(lead.lastName == "Nowak" && lead.status == "Working" && lead.email == nil)
  }

  @Test("Getting started: a refused lead names the field at fault")
  func errors() async {
    var printed: [String] = []
    await GettingStartedExamples.errors(crm) { printed.append($0.map { "\($0)" }.joined(separator: " ")) }
    #expect(printed.count == 1)
    #expect(printed.first?.contains("last_name") == true, "\(printed)")
  }

  @Test("Getting started: a list goes on from a mark")
  func pages() async throws {
    for number in 0..<60 { _ = try await crm.leads.create(LeadDraft(lastName: "New \(number)", status: "New")) }
    var all = 0
    for try await _ in crm.leads.all(status: "New") { all += 1 }
    var rest = 0
    for try await _ in try #require(await GettingStartedExamples.pages(crm)) { rest += 1 }
    #expect(rest > 0 && rest < all)
  }

  @Test("Queries: both ways of asking agree; a query for none of nothing matches nothing")
  func queries() async throws {
    #expect(QueryExamples.nothing().matchesNothing)
    #expect(!QueryExamples.unchecked().matchesNothing)
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("queries.sqlite"))
    let platform = Sharespine.Client(
      authentication: .sharespine(username: "a", password: "secret", tenant: "acme", connectionID: "1"),
      environment: .init("https://api.example.com"), transport: InProcessTransport(SharespineEmulator()))
    _ = try await platform.sync([.products()], into: store).run()
    let (page, offline) = try await QueryExamples.search(platform, store, since: .epoch, sku: nil)
    #expect(!page.isEmpty && page.map(\.id) == offline.map(\.id))
  }

  @Test("Local reads: a change is shown before a sync brings it")
  func apply() async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("leads.sqlite"))
    _ = try await crm.sync(into: store).run()
    let some = try #require(try store.all(Lead.self).first)
    try store.apply(some)
    #expect(try LocalReadExamples.values([some]).count == (some.tags?.contains("vip") == true ? 1 : 0))
  }

  @Test("Sync: a report says what was stored, and a full pass deletes what is gone")
  func sync() async throws {
    let azur = MyAzurEmulator(.init(records: 20, seed: 7))
    let client = MyAzur.Client(token: "any", transport: InProcessTransport(azur))
    let store = MemoryStore()
    #expect(try await SyncExamples.result(client, store).stored == 20)
    azur.remove(id: try #require(azur.snapshot().keys.min()))
    #expect(try await SyncExamples.result(client, store).counts.deleted == 0)
    #expect(try await SyncExamples.full(client, store).counts.deleted == 1)
  }

  @Test("Sync: a consumer without a store gets every record")
  func changes() async throws {
    var ids: Set<String> = []
    try await SyncExamples.changes(crm, device: "a") { changes in
      for change in changes { ids.insert("\(change.record)") }
    }
    #expect(ids.count >= 60)
  }

  @Test("Testing with emulators: syncs end up to date, whatever the plan and wherever they are left")
  func emulators() async throws {
    let reports = try await EmulatorExamples.inProcess()
    #expect(reports.map(\.result) == [.upToDate, .upToDate])
    #expect(reports[0].stored == 500 && reports[1].stored > 0)
    let (report, areUsed) = try await EmulatorExamples.faults(service, MemoryStore())
    #expect(report.result == .upToDate && areUsed)
    #expect(try await EmulatorExamples.loopback(service) == 3)
    let (events, last) = try await EmulatorExamples.interrupted(crm, MemoryStore())
    #expect(events == 2 && last.result == .upToDate)
  }

  @Test("Security: a token does not print, and is not sent in clear text")
  func clearText() async {
    var printed: [String] = []
    await SecurityExamples.clearText { printed.append("\($0)") }
    #expect(printed == ["(secret)", #"clearText(host: "crm.example.com")"#])
  }
}

/// A folder that goes with its owner.
private final class TemporaryFolder {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "tributary articles \(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path }
}
