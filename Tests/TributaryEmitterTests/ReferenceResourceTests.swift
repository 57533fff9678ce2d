import Foundation
import Testing
import Tributary
import TributaryJSON

@Suite("Compiled reference resources")
struct ReferenceResourceTests {
  private static let table = #"{"id":7,"seats":4}"#

  @Test("Each action sends the request that its resource declares")
  func actions() async throws {
    let kitchen = Kitchen(200, #"{"data":\#(Self.table)}"#)
    let tables = kitchen.client.tables
    let fetched = try await tables.get(7)
    #expect(fetched == Table(id: 7, seats: 4))
    _ = try await tables.create(TableDraft(seats: 4, price: 12, weight: 2.5, customFields: ["Kind of wood": "oak"]))
    _ = try await tables.update(7, TablePatch(seats: 5, price: .set(Decimal(string: "0.50") ?? 0), reason: "wobbles"))
    _ = try await tables.upsert(TableDraft(seats: 2), chefID: 3, customFields: ["no.": "a&b", "x": "1"])
    _ = try await tables.nextFree()
    #expect(
      kitchen.lines == [
        "GET /tables/7",
        #"POST /tables {"data":{"seats":4,"price":12,"weight":"2.5","custom_fields":{"Kind of wood":"oak"}}}"#,
        #"PATCH /tables/7 {"data":{"seats":5,"price":"0.5","reason":"wobbles"}}"#,
        "POST /tables/upsert?chef_id=3&custom_fields%5Bno.%5D=a%26b&custom_fields%5Bx%5D=1"
          + #" {"data":{"seats":2}}"#,
        "GET /tables/free",
      ])
    let deleting = Kitchen(204)
    _ = try await deleting.client.tables.delete(7)
    #expect(deleting.lines == ["DELETE /tables/7"])
  }

  @Test("Parameters of a resource's path come first, and a list without pages has no parameters for them")
  func nested() async throws {
    let kitchen = Kitchen(200, #"{"boards":{"slots":[{"data":{"id":1,"legs":4}},{}]}}"#)
    let chairs = try await kitchen.client.tableChairs.list(tableID: 7)
    #expect(chairs.boards.slots.map(\.data) == [Chair(id: 1, legs: 4), nil])
    let chair = Kitchen(200, #"{"data":{"id":1,"legs":3}}"#)
    _ = try await chair.client.tableChairs.update(tableID: 7, 1, ChairPatch(legs: 3))
    #expect(kitchen.lines + chair.lines == ["GET /tables/7/chairs", #"PATCH /tables/7/chairs/1 {"data":{"legs":3}}"#])
  }

  @Test(
    "A field of a patch is left, cleared or set, and a patch reads back what it wrote",
    arguments: [
      (TablePatch(), "{}"),
      (TablePatch(seats: 4, name: .clear, tags: .set([])), #"{"seats":4,"name":null,"tags":[]}"#),
      (TablePatch(price: 3, weight: 3, count: 3, ratio: 2.5), #"{"price":3,"weight":"3","count":"3","ratio":"2.5"}"#),
      (
        TablePatch(price: .clear, weight: .clear, count: .clear, ratio: .clear),
        #"{"price":null,"weight":null,"count":null,"ratio":null}"#
      ),
      (TablePatch(price: 0.5, customFields: .set(["a": .null])), #"{"price":"0.5","custom_fields":{"a":null}}"#),
    ])
  func patches(patch: TablePatch, text: String) throws {
    #expect(patch.jsonText == text)
    #expect(try TablePatch(json: text) == patch)
    #expect(try JSONDecoder().decode(TablePatch.self, from: JSONEncoder().encode(patch)) == patch)
  }

  @Test("A list is filtered and sorted")
  func lists() async throws {
    let kitchen = Kitchen(200, #"{"boards":{"slots":[]}}"#)
    let tables = kitchen.client.tables
    _ = try await tables.list(page: 2, ids: [1, 2], city: "Åre", sortBy: .madeAt.descending)
    _ = try await tables.list(sortBy: .default)
    _ = try await tables.list(sortBy: Client.Tables.Sorting("weight").descending.descending)
    #expect(
      kitchen.lines == [
        "GET /tables?page=2&ids=1,2&address%5Bcity%5D=%C3%85re&sort_by=made_at%3Adesc", "GET /tables?sort_by=default",
        "GET /tables?sort_by=weight%3Adesc",
      ])
  }
}
