import Expect
import Foundation
import Testing
import Tributary
import TributaryJSON

/// How lists go on and where they end, whatever their service does.
@Suite struct PagingTests {
  private typealias Page = JSONValue

  private func service(_ responses: [ScriptedTransport.Response]) -> (client: ServiceClient, log: ScriptedTransport) {
    let transport = ScriptedTransport(responses)
    return (
      ServiceClient(
        baseURL: "https://api.example.com", transport: transport,
        policy: ClientPolicy(retry: .never, time: HeldTime())), transport
    )
  }

  /// Goes through all pages, and says what was asked for and why it ended.
  private func run(
    _ paging: Paging<JSONValue>, query: [RequestItem] = [], body: EndpointBody? = nil, mark: PageMark? = nil,
    _ responses: [ScriptedTransport.Response]
  ) async -> (asked: [String], pages: Int, marks: [PageMark], problem: APIError.Reason?) {
    let (client, log) = service(responses)
    let list = Endpoint<JSONValue>(
      "items.list", body == nil ? "GET" : "POST", "/items", query: query, body: body,
      responses: [.json(200), .nothing(204, giving: .null)])
    var pages = PageSequence(list, of: client, paging: paging)
    if let mark { pages = pages.resumed(at: mark) }
    var marks: [PageMark] = []
    var count = 0
    var problem: APIError.Reason?
    do throws(APIError) {
      for try await page in pages.marked {
        count += 1
        if let next = page.next { marks.append(next) }
      }
    } catch {
      problem = error.reason
    }
    let asked = log.requests.map { request in
      request.url.replacing("https://api.example.com/items", with: "") + (request.body.map { " " + $0.text } ?? "")
    }
    return (asked, count, marks, problem)
  }

  private func pages(_ texts: String...) -> [ScriptedTransport.Response] { texts.map { .response(200, $0) } }

  private static let count: @Sendable (JSONValue) -> Int = { ($0["items"] ?? $0).array?.count ?? 0 }

  private func json(_ name: String) -> PageField<JSONValue> { .json { $0[name] } }

  // MARK: - Counting

  @Test func numbersCountFromTheFirstPageToAnEmptyOne() async {
    let run = await run(.number("p", from: 0, count: Self.count), pages("[1]", "[2]", "[]"))
    #expect(run.asked == ["", "?p=1", "?p=2"])
    #expect(run.pages == 2)
    #expect(run.problem == nil)
  }

  @Test func aNumberOfPagesOrOfItemsEndsWithoutAnotherRequest() async {
    let pages = pages(#"{"items":[1],"total":2,"pages":2}"#, #"{"items":[2],"total":2,"pages":2}"#)
    let byPages = await run(.number("p", count: Self.count, totalPages: json("pages")), pages)
    #expect(byPages.asked == ["", "?p=2"])
    let byItems = await run(.number("p", count: Self.count, total: json("total")), pages)
    #expect(byItems.asked == ["", "?p=2"])
    let later = await run(
      .number("p", count: Self.count, totalPages: json("pages")), query: [.item("p", 2)],
      self.pages(#"{"items":[2],"pages":2}"#))
    #expect(later.asked == ["?p=2"])
  }

  @Test func offsetsGrowByWhatWasReceived() async {
    let run = await run(
      .offset("skip", count: Self.count, total: json("total")), query: [.item("skip", 10), .item("q", "a")],
      pages(#"{"items":[1,2],"total":13}"#, #"{"items":[3],"total":13}"#))
    #expect(run.asked == ["?skip=10&q=a", "?skip=12&q=a"])
    #expect(run.problem == nil)
  }

  @Test func aParameterThatIsIgnoredIsAnErrorAndNotAnEndlessList() async {
    let run = await run(.number("p", count: Self.count), pages("[1]"))
    #expect(run.asked == ["", "?p=2"])
    #expect(run.problem == .invalidRequest("the service returned the same page twice"))
  }

  @Test func theLargestNumberDoesNotOverflow() async {
    let run = await run(.number("p", count: Self.count), query: [.item("p", Int.max)], pages("[1]", "[]"))
    #expect(run.asked.count == 2)
    let offset = await self.run(.offset("p", count: Self.count), query: [.item("p", Int.max)], pages("[1]"))
    #expect(offset.asked.count == 1)
  }

  // MARK: - Values

  @Test(arguments: ["null", "\"\"", "false", "{}"]) func nothingIsTheEnd(value: String) async {
    let run = await run(
      .cursor("after", count: Self.count, next: json("next")),
      pages(#"{"items":[1],"next":"a b"}"#, #"{"items":[],"next":7}"#, #"{"items":[2],"next":\#(value)}"#))
    #expect(run.asked == ["", "?after=a%20b", "?after=7"])
    #expect(run.pages == 3)
    #expect(run.problem == nil)
  }

  @Test func anAbsentValueIsTheEnd() async {
    let run = await run(.number("page", count: Self.count, url: json("next")), pages(#"{"items":[1]}"#))
    #expect(run.asked == [""])
    #expect(run.problem == nil)
  }

  @Test func theFlagDecidesAlone() async {
    let paging = Paging.cursor("after", count: Self.count, next: json("next"), more: json("more"))
    let ended = await run(paging, pages(#"{"items":[1],"next":"a","more":false}"#))
    #expect(ended.asked == [""])
    let lost = await run(paging, pages(#"{"items":[1],"more":true}"#))
    #expect(lost.problem == .invalidRequest("the page says that there is more, but not where"))
    let absent = await run(paging, pages(#"{"items":[1],"next":"a"}"#))
    #expect(absent.asked == [""])
  }

  @Test func theSameCursorEndsAfterAnEmptyPageAndIsAnErrorAfterAFullOne() async {
    let paging = Paging.cursor("after", count: Self.count, next: json("next"))
    let quiet = await run(paging, pages(#"{"items":[1],"next":"a"}"#, #"{"items":[],"next":"a"}"#))
    #expect(quiet.asked == ["", "?after=a"])
    #expect(quiet.problem == nil)
    let stuck = await run(paging, pages(#"{"items":[1],"next":"a"}"#, #"{"items":[2],"next":"a"}"#))
    #expect(stuck.asked == ["", "?after=a"])
    #expect(stuck.problem == .invalidRequest("the service leads back to a page it has given"))
    let ring = await run(
      paging,
      pages(#"{"items":[1],"next":"a"}"#, #"{"items":[2],"next":"b"}"#, #"{"items":[3],"next":"a"}"#))
    #expect(ring.problem == .invalidRequest("the service leads back to a page it has given"))
  }

  @Test func aThousandPagesWithoutItemsAreTooMany() async {
    let responses = (1...1200).map { ScriptedTransport.Response.response(200, #"{"items":[],"next":\#($0)}"#) }
    let run = await run(.cursor("after", count: Self.count, next: json("next")), responses)
    #expect(run.asked.count == 1000)
    #expect(run.problem == .invalidRequest("the last 1000 pages had no items"))
  }

  @Test func theLastItemMakesTheNextRequestAlsoWhereItDoesNotDecode() async {
    let list = #"[{"id":1},{"id":"two"}]"#
    let (client, log) = service([.response(200, list), .response(200, "[]")])
    let endpoint = Endpoint<Records<Row>>("items.list", "GET", "/items", response: .json(200))
    let paging = Paging<Records<Row>>.cursor(
      "after", count: { $0.elementCount }, last: .last(of: { $0 }, "id") { $0.id })
    var ids: [Int] = []
    do {
      for try await row in ItemSequence(endpoint, of: client, paging: paging, items: { Array($0) }) {
        ids.append(row.id)
      }
    } catch {
      Issue.record(error)
    }
    #expect(ids == [1])
    #expect(log.requests.map(\.url).last == "https://api.example.com/items?after=two")
  }

  private struct Row: JSONModel {
    var id: Int

    init(from reader: inout JSONReader) throws(JSONError) {
      let value = try JSONValue(from: &reader)
      guard let id = value["id"]?.int else { throw JSONError(offset: 0, .missingField("id")) }
      self.id = id
    }

    func encode(into writer: inout JSONWriter) {
      JSONValue.object(["id": .number(JSONNumber(id))]).encode(into: &writer)
    }
  }

  // MARK: - Links

  @Test func aLinksQueryIsFollowedAndItsHostIsNot() async {
    let link =
      #"<https://evil.example.com/x?page=2&q=a+b%2B>; rel="next"; title="a, b; c", </items?page=9>; rel=last"#
    let run = await run(
      .link("next", count: Self.count), query: [.item("page", 1), .item("mine", 2)],
      [
        .response(200, "[1]", headers: ["Link": link]),
        .response(200, "[]", headers: ["Link": #"<?page=3>; REL="prev Next""#]),
        .response(200, "[3]", headers: ["Link": #"<?page=4>; rel="next"; results="false""#]),
      ])
    #expect(run.asked == ["?page=1&mine=2", "?page=2&q=a%20b%2B", "?page=3"])
    #expect(run.problem == nil)
  }

  @Test func aFlagOrATotalEndsListsThatAreLinkedAsWell() async {
    let pages = pages(#"{"items":[1],"next":"?p=2","total":2}"#, #"{"items":[2],"next":"?p=3","total":2,"more":false}"#)
    let byTotal = await run(.url(json("next"), count: Self.count, total: json("total")), pages)
    #expect(byTotal.asked == ["", "?p=2"])
    #expect(byTotal.problem == nil)
    let headers: HTTPHeaders = ["Link": "<?p=2>; rel=next", "X-Total": "1"]
    let linked = [ScriptedTransport.Response.response(200, #"{"items":[1],"more":true}"#, headers: headers)]
    let byHeader = await run(.link("next", count: Self.count, total: .header("x-total")), linked)
    #expect(byHeader.asked == [""])
    #expect(byHeader.problem == nil)
    let byFlag = await run(
      .link("next", count: Self.count, more: json("more"), total: .header("x-total")),
      linked + [.response(200, #"{"items":[2],"more":true}"#)])
    #expect(byFlag.asked == ["", "?p=2"])
    #expect(byFlag.problem == .invalidRequest("the page says that there is more, but not where"))
  }

  @Test func constantsThatALinkLeavesOutAreSentAllTheSame() async {
    var version = RequestItem.item("v", "2022")
    version.isConstant = true
    let run = await run(
      .url(json("next"), count: Self.count), query: [version, .item("q", "a")],
      pages(#"{"items":[1],"next":"/items?c=1"}"#, #"{"items":[2],"next":"/items?c=2&v=7"}"#, #"{"items":[3]}"#))
    #expect(run.asked == ["?v=2022&q=a", "?c=1&v=2022", "?c=2&v=7"])
  }

  @Test(arguments: ["https://api.example.com/items", "nowhere", "?", "?a=%ZZ"])
  func aLinkWithoutAQueryIsAnError(link: String) async {
    let run = await run(.url(json("next"), count: Self.count), pages(#"{"items":[1],"next":"\#(link)"}"#))
    #expect(run.asked == [""])
    #expect(run.problem == .invalidRequest("the next page's link does not lead to a new page"))
  }

  @Test func pagesThatDoNotTellAreCounted() async {
    let paging = Paging<JSONValue>.number(
      "p", count: Self.count, url: json("next"), indicatesNext: { $0["self"] != nil })
    let run = await run(
      paging, pages(#"{"items":[1]}"#, #"{"items":[2],"next":"?p=5"}"#, #"{"items":[3],"self":"x"}"#))
    #expect(run.asked == ["", "?p=2", "?p=5"])
    let counted = await self.run(paging, pages(#"{"items":[1]}"#, #"{"items":[2]}"#, #"{"items":[]}"#))
    #expect(counted.asked == ["", "?p=2", "?p=3"])
  }

  @Test func aValueMayStandInAHeaderField() async {
    let run = await run(
      .cursor("c", count: Self.count, next: .header("X-Next"), total: .header("X-Total")),
      [
        .response(200, "[1]", headers: ["x-next": "k", "X-Total": "3"]),
        .response(200, "[2,3]", headers: ["x-next": "l", "X-Total": "3"]),
      ])
    #expect(run.asked == ["", "?c=k"])
  }

  // MARK: - Bodies

  @Test func aCursorGoesIntoTheContent() async {
    let paging = Paging<JSONValue>.cursor(.body("query", "cursor"), count: Self.count, next: json("next"))
    let made = await run(
      paging, body: .json(JSONValue.object(["text": "a"])), pages(#"{"items":[1],"next":7}"#, #"{"items":[2]}"#))
    #expect(made.asked == [#" {"text":"a"}"#, #" {"text":"a","query":{"cursor":7}}"#])
    let kept = await run(
      paging, body: .json(JSONValue.object(["query": .object(["cursor": .null, "size": 1])])),
      pages(#"{"items":[1],"next":"k"}"#, #"{"items":[2]}"#))
    #expect(kept.asked.last == #" {"query":{"cursor":"k","size":1}}"#)
    let form = await run(
      .cursor(.body("cursor"), count: Self.count, next: json("next")),
      body: .form(JSONValue.object(["a": "b c", "cursor": "x"])), pages(#"{"items":[1],"next":"k&"}"#, "[]"))
    #expect(form.asked == [" a=b%20c&cursor=x", " a=b%20c&cursor=k%26"])
    let nowhere = await run(
      paging, body: .json(JSONValue.object(["query": "text"])), pages(#"{"items":[1],"next":7}"#))
    #expect(nowhere.problem == .invalidRequest(#"the content has no place for "query.cursor""#))
  }

  // MARK: - Marks

  @Test func aListGoesOnFromAMarkThatWasStored() async throws {
    let paging = Paging.cursor("after", count: Self.count, next: json("next"), total: json("total"))
    let first = await run(
      paging, query: [.item("q", "a")], pages(#"{"items":[1,2],"next":"k","total":3}"#, #"{"items":[3],"total":3}"#))
    #expect(first.marks.count == 1)
    let text = try JSONEncoder().encode(#require(first.marks.first))
    #expect(!String(decoding: text, as: UTF8.self).contains("example.com"))
    let mark = try JSONDecoder().decode(PageMark.self, from: text)
    let rest = await run(
      paging, query: [.item("q", "a")], mark: mark, pages(#"{"items":[3],"next":"l","total":3}"#))
    #expect(rest.asked == ["?q=a&after=k"])
    #expect(rest.problem == nil)
  }

  @Test func theMarkOfAnotherOperationIsAnError() async throws {
    let list = await run(
      .cursor("after", count: Self.count, next: json("next")), pages(#"{"items":[1],"next":"k"}"#, "[]"))
    let mark = try #require(list.marks.first)
    let (client, log) = service(pages("[]"))
    let other = Endpoint<JSONValue>("others.list", "GET", "/others", response: .json(200))
    let sequence = PageSequence(other, of: client, paging: .number("p", count: Self.count)).resumed(at: mark)
    var iterator = sequence.makeAsyncIterator()
    let error = await #expect(throws: APIError.self) { _ = try await iterator.next() }
    #expect(error?.reason == .invalidRequest("the mark belongs to items.list"))
    #expect(log.requests.isEmpty)
  }

  // MARK: - Responses without content

  @Test func noContentEndsAListAndAnUnchangedOneIsAnError() async throws {
    func pages(_ status: Int) async -> (count: Int, error: APIError?) {
      let (client, _) = service([.response(200, "[1]"), .response(status)])
      let list = Endpoint<JSONValue?>(
        "items.list", "GET", "/items",
        responses: [.json(200, as: JSONValue.self) { $0 }, .nothing(204, giving: nil), .nothing(304, giving: nil)])
      var count = 0
      do throws(APIError) {
        for try await _ in PageSequence(list, of: client, paging: .number("p", count: Self.count)) { count += 1 }
      } catch {
        return (count, error)
      }
      return (count, nil)
    }
    let ended = await pages(204)
    #expect(ended.count == 1)
    #expect(ended.error == nil)
    let unchanged = await pages(304)
    #expect(unchanged.error != nil)
  }
}
