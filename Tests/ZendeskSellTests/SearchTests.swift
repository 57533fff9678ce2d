import Foundation
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON
import ZendeskSell
import ZendeskSellEmulator

/// Search, version 3, through the generated queries and against an evaluator that shares nothing with them.
@Suite("Search") struct SearchTests {
  private let desk = SellDesk(records: 1300, seed: 23)
  private var client: Client { desk.client }

  /// The content of the last request.
  private var sent: JSONValue? {
    desk.requests.last?.body.flatMap { try? JSONReader.read(JSONValue.self, from: $0) }
  }

  private func json(_ text: String) throws -> JSONValue { try JSONReader.read(JSONValue.self, from: SharedBytes(text)) }

  @Test("A query is sent as the documentation writes it")
  func wire() async throws {
    let since = try #require(Timestamp("2022-01-01T00:00:00Z"))
    let query = FoundLead.where { lead in
      lead.city.equals("Hyannis")
      anyOf {
        lead.updatedAt.isAtOrAfter(since)
        noneOf { lead.statusID.equals(7) }
      }
    }.order { $0.updatedAt.ascending }.selecting { $0.id }.limit(50)
    let batch = try await client.search.leads(query)
    #expect(desk.requests.last?.method == "POST")
    #expect(desk.requests.last?.url == "https://api.getbase.com/v3/leads/search")
    #expect(
      try sent
        == json(
          """
          {"items":[{"data":{"query":{"projection":[{"name":"id"}],"filter":{"and":[
          {"filter":{"attribute":{"name":"city"},"parameter":{"eq":"Hyannis"}}},
          {"or":[{"filter":{"attribute":{"name":"updated_at"},"parameter":{"range":{"gte":"2022-01-01T00:00:00Z"}}}},
          {"not":{"filter":{"attribute":{"name":"status.id"},"parameter":{"eq":7}}}}]}]},
          "sort":[{"attribute":{"name":"updated_at"},"order":"ascending"}]},"hits":true,"per_page":50}}]}
          """))
    let result = try #require(batch.items.first)
    #expect(result.meta?.count == result.items?.count)
    #expect(result.meta?.httpStatus == "200 OK")
  }

  @Test("What the documentation shows finds what it says")
  func documentation() async throws {
    let crm = client
    let since = try #require(Timestamp("2024-01-01T00:00:00Z"))
    var count = 0
    func print(_ id: Lead.ID, _ owner: String) { count += owner.isEmpty ? 0 : 1 }
    let query = FoundLead.where { lead in
      lead.city.equals("Hyannis")
      anyOf {
        lead.updatedAt.isAtOrAfter(since)
        noneOf { lead.ownerName.equals("Tom Jones") }
      }
    }
    .order { $0.updatedAt.descending }
    for try await lead in crm.search.allLeads(query, pageSize: 200) { print(lead.id, lead.owner?.name ?? "nobody") }
    #expect(count > 10)
  }

  @Test("Every operator finds what it says")
  func operators() async throws {
    let leads = try await client.search.allLeads(FoundLead.where { _ in }).collected()
    let middle = try #require(leads.compactMap(\.updatedAt).sorted().dropFirst(leads.count / 2).first)
    func expect(
      _ query: Query<FoundLead>, _ accepts: (FoundLead) -> Bool, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
      let found = try await client.search.allLeads(query).collected().map(\.id)
      let wanted = leads.filter(accepts).map(\.id)
      #expect(!wanted.isEmpty && wanted.count < leads.count, sourceLocation: sourceLocation)
      #expect(found == wanted, sourceLocation: sourceLocation)
    }
    func stamp(_ lead: FoundLead) -> Timestamp { lead.updatedAt ?? middle }
    try await expect(FoundLead.where { $0.city.equals("Hyannis") }) { $0.city == "Hyannis" }
    try await expect(FoundLead.where { $0.updatedAt.equals(middle) }) { stamp($0) == middle }
    try await expect(FoundLead.where { $0.updatedAt.isAfter(middle) }) { stamp($0) > middle }
    try await expect(FoundLead.where { $0.updatedAt.isAtOrAfter(middle) }) { stamp($0) >= middle }
    try await expect(FoundLead.where { $0.updatedAt.isBefore(middle) }) { stamp($0) < middle }
    try await expect(FoundLead.where { $0.updatedAt.isAtOrBefore(middle) }) { stamp($0) <= middle }
    try await expect(FoundLead.where { $0.tags.contains("vip") }) { $0.tags?.contains("vip") ?? false }
    let owner = try #require(leads.lazy.compactMap(\.owner?.id).first)
    try await expect(FoundLead.where { $0.ownerID.equals(owner) }) { $0.owner?.id == owner }
    try await expect(FoundLead.where { lead in noneOf { lead.city.equals("Hyannis") } }) { $0.city != "Hyannis" }
  }

  @Test("All five resources can be searched")
  func resources() async throws {
    let contact = try #require(
      try await client.search.allContacts(FoundContact.where { $0.isOrganisation.equals(true) }).first { _ in true })
    #expect(contact.isOrganisation == true && contact.owner?.name != nil)
    let deals = try await client.search.allDeals(
      FoundDeal.where { $0.decimalValue.isGreaterThan(100_000) }.order { $0.decimalValue.descending }
    ).collected()
    #expect(deals.count > 10 && deals.allSatisfy { $0.decimalValue ?? 0 > 100_000 })
    #expect(deals.compactMap(\.decimalValue) == deals.compactMap(\.decimalValue).sorted(by: >))
    let notes = try await client.search.allNotes(FoundNote.where { $0.resourceType.equals("deal") }).collected()
    #expect(!notes.isEmpty && notes.allSatisfy { $0.resource?.type == "deal" })
    let tasks = try await client.search.allTasks(FoundTask.where { $0.completed.equals(false) }).collected()
    #expect(!tasks.isEmpty && tasks.allSatisfy { $0.completed == false })
  }

  @Test("Pages follow cursors past two hundred records, once each and in order; a limit ends them")
  func pages() async throws {
    let query = FoundLead.where { _ in }.order { $0.updatedAt.descending }
    let all = try await client.search.allLeads(query, pageSize: 200).collected()
    #expect(desk.requests.count == 2)
    #expect(all.count > 200 && Set(all.map(\.id)).count == all.count)
    #expect(Set(all.map { $0.id.rawValue }) == Set(desk.service.snapshot()["lead"]?.keys.map(\.self) ?? []))
    let stamps = all.compactMap(\.updatedAt)
    #expect(stamps == stamps.sorted(by: >))
    let some = try await client.search.allLeads(query.limit(70), pageSize: 30).collected()
    #expect(some.map(\.id) == all.prefix(70).map(\.id))
    #expect(desk.requests.count == 5)
  }

  @Test("A projection brings what it names; without one, everything that queries can name")
  func projections() async throws {
    let one = try #require(
      try await client.search.allLeads(
        FoundLead.where { _ in }.selecting {
          $0.id; $0.ownerName
        }.limit(1)
      )
      .collected().first)
    #expect(one.owner?.name != nil && one.owner?.id == nil && one.city == nil)
    let whole = try #require(
      try await client.search.allLeads(FoundLead.where { $0.id.equals(one.id) }).collected().first)
    #expect(whole.owner?.id != nil && whole.version == 1 && whole.createdAt != nil)
  }

  @Test("What the service cannot be asked fails before anything is sent")
  func refusedHere() async throws {
    await #expect(throws: APIError.self) { _ = try await client.search.leads(FoundLead.where { _ in }.offset(10)) }
    #expect(desk.requests.isEmpty)
    let nothing = try await client.search.allLeads(FoundLead.where { _ in anyOf {} }).collected()
    #expect(nothing.isEmpty && desk.requests.isEmpty)
  }

  @Test("A query that the service refuses is an error with its reasons")
  func refusedThere() async throws {
    for (query, field) in [
      (FoundLead.where { $0.field("nothing").is("eq", .text("x", type: "")) }, "/query/filter/filter/attribute"),
      (FoundLead.where { _ in }.limit(201), "/per_page"),
    ] {
      do {
        _ = try await client.search.leads(query)
        Issue.record("it was not refused")
      } catch {
        #expect(error.reason == .failureInSuccess)
        let reasons = error.model(as: SearchFailure.self)?.items.first?.errors ?? []
        #expect(reasons.map(\.error.field) == ["/items/0/data" + field])
      }
    }
    await #expect(throws: APIError.self) {
      _ = try await client.search.allLeads(FoundLead.where { _ in }, pageSize: 500).collected()
    }
  }

  @Test("Values and the service agree on random filters")
  func agreement() async throws {
    let client = SellDesk(records: 220, seed: 31).client
    let leads = try await client.search.allLeads(FoundLead.where { _ in }).collected()
    let deals = try await client.search.allDeals(FoundDeal.where { _ in }).collected()
    var random = SeededRandom(seed: 5)
    var found = 0
    for round in 0..<60 {
      let leadQuery = Query<FoundLead>(RandomFilter.lead(leads, depth: 3, &random))
      let inValues = try leadQuery.results(in: leads).map(\.id)
      let there = try await client.search.allLeads(leadQuery, pageSize: 200).collected().map(\.id)
      #expect(there == inValues, "seed 5, round \(round): \(leadQuery)")
      let dealQuery = Query<FoundDeal>(RandomFilter.deal(deals, depth: 3, &random))
      #expect(
        try await client.search.allDeals(dealQuery, pageSize: 200).collected().map(\.id)
          == dealQuery.results(in: deals).map(\.id), "seed 5, round \(round): \(dealQuery)")
      found += there.isEmpty || there.count == leads.count ? 0 : 1
    }
    #expect(found > 20)
  }
}

/// Filters drawn at random, with values of records.
private enum RandomFilter {
  static func lead(_ leads: [FoundLead], depth: Int, _ random: inout SeededRandom) -> Filter<FoundLead> {
    let fields = FoundLead.Fields()
    return combined(depth, &random) { random in
      guard let lead = leads.randomElement(using: &random) else { return .everything }
      let moment = lead.updatedAt ?? .epoch
      switch Int.random(in: 0..<11, using: &random) {
      case 0: return fields.city.equals(lead.city ?? "")
      case 1: return fields.lastName.equals(lead.lastName ?? "")
      case 2: return fields.ownerID.equals(lead.owner?.id ?? 0)
      case 3: return fields.sourceName.equals(lead.source?.name ?? "")
      case 4: return fields.statusPosition.isAtLeast(lead.status?.position ?? 0)
      case 5: return fields.updatedAt.isAfter(moment)
      case 6: return fields.updatedAt.isAtOrBefore(moment)
      case 7: return fields.createdAt.isBefore(moment)
      case 8: return fields.updatedAt.equals(moment)
      case 9: return fields.phone.equals(lead.phoneNumbers?.phone ?? "")
      default: return fields.displayName.equals(lead.displayName ?? "")
      }
    }
  }

  static func deal(_ deals: [FoundDeal], depth: Int, _ random: inout SeededRandom) -> Filter<FoundDeal> {
    let fields = FoundDeal.Fields()
    return combined(depth, &random) { random in
      guard let deal = deals.randomElement(using: &random) else { return .everything }
      let value = deal.decimalValue ?? 0
      switch Int.random(in: 0..<10, using: &random) {
      case 0: return fields.decimalValue.equals(value)
      case 1: return fields.decimalValue.isLessThan(value)
      case 2: return fields.decimalValue.isAtLeast(value)
      case 3: return fields.hot.equals(Bool.random(using: &random))
      case 4: return fields.currency.equals(deal.currency ?? "")
      case 5: return fields.stageID.equals(deal.stage?.id ?? 0)
      case 6: return fields.estimatedWinLikelihood.isGreaterThan(deal.estimatedWinLikelihood ?? 0)
      case 7: return fields.contactName.equals(deal.contact?.name ?? "")
      case 8: return deal.estimatedCloseDate.map { fields.estimatedCloseDate.isAtOrAfter($0) } ?? .nothing
      default: return fields.isWon.equals(deal.isWon ?? false)
      }
    }
  }

  private static func combined<Entity>(
    _ depth: Int, _ random: inout SeededRandom, _ leaf: (inout SeededRandom) -> Filter<Entity>
  ) -> Filter<Entity> {
    guard depth > 0 else { return leaf(&random) }
    let parts = (0..<Int.random(in: 1...3, using: &random)).map { _ in combined(depth - 1, &random, leaf) }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return Filter(allOf: parts)
    case 1: return Filter(anyOf: parts)
    case 2: return Filter(noneOf: parts)
    default: return leaf(&random)
    }
  }
}
