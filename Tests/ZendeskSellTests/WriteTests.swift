import Foundation
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON
import ZendeskSell

@Suite("Zendesk Sell: writing")
struct WriteTests {
  private let desk = SellDesk(records: 60)
  private var client: Client { desk.client }

  @Test("What is created holds what was given, custom fields by their display names")
  func create() async throws {
    let draft = LeadDraft(
      firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", address: Address(city: "London"),
      tags: ["vip", "maths"], customFields: ["Known via": "Tom", "Very_Complicated.CustomField": 3, "Left": .null])
    let lead = try await client.leads.create(draft)
    #expect(
      desk.lines == [
        "POST /v2/leads "
          + #"{"data":{"first_name":"Ada","last_name":"Lovelace","email":"ada@example.com","#
          + #""address":{"city":"London"},"tags":["vip","maths"],"#
          + #""custom_fields":{"Known via":"Tom","Left":null,"Very_Complicated.CustomField":3}}}"#
      ])
    #expect(lead.firstName == "Ada" && lead.address?.city == "London" && lead.tags == ["vip", "maths"])
    #expect(lead.customFields?["Very_Complicated.CustomField"] == 3)
    #expect(try await client.leads.get(lead.id) == lead)
  }

  @Test("An update sets, clears and leaves, and sends nothing else; what is deleted is gone")
  func update() async throws {
    let lead = try await client.leads.create(LeadDraft(firstName: "Ada", lastName: "King", title: "Ms", tags: ["a"]))
    let changed = try await client.leads.update(lead.id, LeadPatch(firstName: .clear, lastName: "Lovelace"))
    #expect(desk.lines.last == #"PUT /v2/leads/\#(lead.id) {"data":{"first_name":null,"last_name":"Lovelace"}}"#)
    let names = [changed.firstName, changed.lastName, changed.title]
    #expect(names == [nil, "Lovelace", "Ms"] && changed.tags == ["a"])
    try await client.leads.delete(lead.id)
    let error = await #expect(throws: APIError.self) { try await client.leads.get(lead.id) }
    #expect(error?.model(as: ErrorList.self)?.errors.map(\.error.code) == [.notFound])
  }

  @Test("An upsert changes the one that it finds, and creates one where there is none")
  func upsert() async throws {
    let draft = LeadDraft(lastName: "King", email: "ada@example.com")
    let first = try await client.leads.upsert(draft, email: "ada@example.com")
    let second = try await client.leads.upsert(LeadDraft(lastName: "Lovelace"), email: "ada@example.com")
    #expect(first.id == second.id && second.lastName == "Lovelace")
    #expect(desk.lines.last == #"POST /v2/leads/upsert?email=ada%40example.com {"data":{"last_name":"Lovelace"}}"#)
  }

  @Test("Decimals are exact, come as numbers and as text, and go out as the service wants them")
  func decimals() async throws {
    let contact = try await client.contacts.create(ContactDraft(isOrganization: true, name: "Engines Ltd"))
    for (value, text) in [("1000", "1000"), ("0.10", #""0.1""#), ("123456789012345.67", #""123456789012345.67""#)] {
      let decimal = try #require(Decimal(string: value))
      let deal = try await client.deals.create(DealDraft(name: "Engine", value: decimal, contactID: contact.id))
      #expect(deal.value == decimal)
      #expect(desk.lines.last?.contains(#""value":\#(text),"#) == true, "\(desk.lines.last ?? "")")
    }
    for (id, json) in [(901, "12"), (902, "12.50"), (903, #""12.50""#), (904, "1e2"), (905, "null")] {
      desk.service.put("deal", json: #"{"id":\#(id),"name":"x","value":\#(json)}"#)
    }
    let values = try await client.deals.all(ids: [901, 902, 903, 904, 905]).collected().map(\.value)
    #expect(values == [12, 12.5, 12.5, 100, nil])
  }

  @Test("Refusals carry the codes and the JSON pointers of the error envelope")
  func refusals() async throws {
    func problems(_ call: () async throws(APIError) -> Void) async -> [String] {
      do throws(APIError) {
        try await call()
        return []
      } catch {
        let list = error.model(as: ErrorList.self)
        return ["\(error.status ?? 0)"]
          + (list?.errors.map { "\($0.error.code.rawValue) \($0.error.field ?? "-")" } ?? ["no model"])
      }
    }
    let lists = [
      await problems { () async throws(APIError) in _ = try await client.leads.list(perPage: 200) },
      await problems { () async throws(APIError) in
        _ = try await client.deals.create(DealDraft(value: 1, customizedWinLikelihood: 101))
      },
      await problems { () async throws(APIError) in
        _ = try await client.products.create(ProductDraft(name: "Engine", maxDiscount: 101))
      },
    ]
    #expect(
      lists == [
        ["400", "invalid_param -"],
        ["422", "incorrect_value /customized_win_likelihood", "missing /name", "missing /contact_id"],
        ["422", "incorrect_value /data/max_discount"],
      ])
  }

  @Test("A call that came too fast is repeated, also where the throttle is dressed as not found")
  func throttles() async throws {
    desk.service.rateLimit(next: 2, as: .disguised)
    _ = try await client.users.current()
    desk.service.adjust { $0.retryAfter = 7 }
    desk.service.rateLimit(next: 1, as: .emptyBody)
    let before = desk.time.uptime
    _ = try await client.users.current()
    #expect(desk.time.uptime - before == .seconds(7))
    desk.service.rateLimit(next: 100, as: .disguised)
    let error = await #expect(throws: APIError.self) { try await client.users.current() }
    #expect(error?.reason == .status(429) && error?.status == 404)
    #expect(desk.requests.count == 3 + 2 + 4)
    #expect(desk.requests.allSatisfy { $0.headers["User-Agent"]?.hasPrefix("Tributary/") ?? false })
  }
}
