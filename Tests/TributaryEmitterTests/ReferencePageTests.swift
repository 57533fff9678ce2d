import Testing
import Tributary

@Suite("Compiled reference pages")
struct ReferencePageTests {
  /// A page with tables of these identifiers; one without a number is an empty slot.
  private func page(_ ids: [Int?], links: String? = nil) -> (status: Int, body: String) {
    let slots = ids.map { $0.map { #"{"data":{"id":\#($0),"seats":1}}"# } ?? "{}" }
    let meta = links.map { #","meta":{"links":{\#($0)}}"# } ?? ""
    return (200, #"{"boards":{"slots":[\#(slots.joined(separator: ","))]}\#(meta)}"#)
  }

  private func ids(_ kitchen: Kitchen, from first: Int? = nil) async throws -> [Int] {
    var ids: [Int] = []
    for try await table in kitchen.client.tables.all(page: first, city: "x") { ids.append(table.id.rawValue) }
    return ids
  }

  @Test("Pages without a link are counted until one is empty")
  func numbers() async throws {
    let kitchen = Kitchen([page([1, nil, 2]), page([3]), page([])])
    #expect(try await ids(kitchen) == [1, 2, 3])
    let asked = ["", "page=2&", "page=3&"].map { "GET /tables?\($0)address%5Bcity%5D=x" }
    #expect(kitchen.lines == asked)
    let later = Kitchen([page([1]), page([])])
    #expect(try await ids(later, from: 7) == [1])
    #expect(later.lines == [7, 8].map { "GET /tables?page=\($0)&address%5Bcity%5D=x" })
  }

  @Test("A link to the next page is followed for its query, and a page that links only to itself is the last")
  func links() async throws {
    let kitchen = Kitchen([
      page([1], links: #""self":"a","next":"https://elsewhere.example.com/other?after=1&x=a%20b""#),
      page([2], links: #""self":"b""#),
    ])
    #expect(try await ids(kitchen) == [1, 2])
    #expect(kitchen.lines == ["GET /tables?address%5Bcity%5D=x", "GET /tables?after=1&x=a%20b"])
  }

  @Test("A link that leads nowhere new ends in an error")
  func loop() async throws {
    let kitchen = Kitchen([page([1], links: #""next":"/tables?after=1""#)])
    let error = await #expect(throws: APIError.self) {
      for try await page in kitchen.client.tables.all().pages { #expect(page.boards.slots.count == 1) }
    }
    #expect(error?.reason == .invalidRequest("the service leads back to a page it has given"))
    #expect(kitchen.lines == ["GET /tables", "GET /tables?after=1"])
  }
}
