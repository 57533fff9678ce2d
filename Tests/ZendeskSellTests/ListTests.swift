import Testing
import Tributary
import TributaryEmulator
import ZendeskSell

@Suite("Zendesk Sell: lists")
struct ListTests {
  private let desk = SellDesk()
  private var client: Client { desk.client }

  @Test("Items come from all pages, once each; every request says who sends it")
  func items() async throws {
    let leads = try await client.leads.all(perPage: 7).collected()
    #expect(leads.map(\.id.rawValue).sorted() == desk.service.snapshot()["lead"]?.keys.sorted())
    let pages = (leads.count + 6) / 7
    #expect(pages > 3)
    #expect(desk.lines.prefix(2) == ["GET /v2/leads?per_page=7", "GET /v2/leads?page=2&per_page=7"])
    #expect(desk.requests.count == pages)
    #expect(desk.requests.allSatisfy { $0.headers["User-Agent"]?.hasPrefix("Tributary/") ?? false })
  }

  @Test("Pages come one by one, with what is said about them, also from a later one on")
  func pages() async throws {
    var sizes: [Int] = []
    for try await page in client.contacts.all(page: 2, perPage: 10).pages {
      #expect(page.meta?.count == page.items.count)
      sizes.append(page.items.count)
    }
    let contacts = desk.service.snapshot()["contact"]?.count ?? 0
    #expect(sizes.count > 1)
    #expect(sizes.reduce(10, +) == contacts)
    #expect(sizes.dropLast().allSatisfy { $0 == 10 })
  }

  @Test("A list that was left early asks for no more pages, and can be gone through again")
  func early() async throws {
    let all = client.leads.all(perPage: 2)
    for _ in 0..<2 {
      for try await _ in all { break }
    }
    #expect(desk.lines == ["GET /v2/leads?per_page=2", "GET /v2/leads?per_page=2"])
  }

  @Test("Lists are sorted by the fields that they document, in both directions")
  func sorting() async throws {
    let names = try await client.leads.all(sortBy: .lastName).collected().compactMap(\.lastName)
    #expect(names == names.sorted())
    #expect(names.first != names.last)
    let down = try await client.leads.all(perPage: 10, sortBy: .lastName.descending).collected().compactMap(\.lastName)
    #expect(down == names.sorted(by: >))
    let stamps = try await client.leads.all(sortBy: .updatedAt.descending).collected().compactMap(\.updatedAt)
    #expect(stamps == stamps.sorted(by: >))
    #expect(desk.lines.contains("GET /v2/leads?page=2&per_page=10&sort_by=last_name%3Adesc"))
  }

  /// Compares a filtered list with what a condition leaves of the whole one.
  private func expect<Page, Item: Identifiable>(
    _ some: ItemSequence<Page, Item>, of all: ItemSequence<Page, Item>, _ accepts: (Item) -> Bool,
    location: SourceLocation = #_sourceLocation
  ) async throws where Item.ID: Hashable {
    let (all, some) = (try await all.collected(), try await some.collected())
    let wanted = Set(all.filter(accepts).map(\.id))
    #expect(!wanted.isEmpty && wanted.count < all.count, sourceLocation: location)
    #expect(Set(some.map(\.id)) == wanted, sourceLocation: location)
  }

  @Test("Each list takes the filters of its own resource, typed")
  func filters() async throws {
    let leads = client.leads.all()
    try await expect(client.leads.all(status: "New"), of: leads) { $0.status == "New" }
    try await expect(client.leads.all(city: "München"), of: leads) { $0.address?.city == "München" }
    try await expect(client.leads.all(customFields: ["Known via": "Tom"]), of: leads) {
      $0.customFields?["Known via"] == "Tom"
    }
    let contacts = client.contacts.all()
    try await expect(client.contacts.all(isOrganization: true), of: contacts) { $0.isOrganization == true }
    try await expect(client.deals.all(hot: true), of: client.deals.all()) { $0.hot == true }
    try await expect(client.tasks.all(completed: false), of: client.tasks.all()) { $0.completed == false }
    try await expect(client.notes.all(resourceType: .deal), of: client.notes.all()) { $0.resourceType == .deal }
    try await expect(client.products.all(active: false), of: client.products.all()) { $0.active == false }
    let ids = try await client.leads.list(perPage: 3).items.map(\.data.id)
    try await expect(client.leads.all(ids: [ids[0], ids[2]]), of: leads) { $0.id == ids[0] || $0.id == ids[2] }
  }
}
