import Foundation
import Testing
import Tributary
import TributaryJSON

@Suite("Compiled reference actions and pages of every kind")
struct ReferenceActionTests {
  @Test("An action of the resource's own goes on from its path, and the named field stands in it")
  func actions() async throws {
    let kitchen = Kitchen(204)
    try await kitchen.client.notes.lock(wall: "w/1", 7, reason: "a b", xWall: "x")
    #expect(kitchen.request?.headers["X-Wall"] == "x")
    _ = try await kitchen.client.notes.delete(wall: "w", 7)
    #expect(kitchen.lines == ["PUT /walls/w%2F1/notes/7/lock/a%20b", "DELETE /walls/w/notes/7"])
    let changing = Kitchen(200, #"{"data":{"id":1,"number":7}}"#)
    _ = try await changing.client.notes.update(wall: "w", 7, NotePatch(number: .set(8)))
    _ = try await changing.client.wall.update(NotePatch(title: .clear))
    #expect(
      changing.lines == [#"PUT /walls/w/notes/7 {"data":{"number":8}}"#, #"PATCH /wall {"data":{"title":null}}"#])
  }

  @Test("The nearest word counts: the action's, then the resource's")
  func retries() {
    #expect(Client.Notes.get(wall: "w", 1).request.retry == .always)
    #expect(Client.Notes.update(wall: "w", 1, NotePatch()).request.retry == .never)
    #expect(Client.Wall.get().request.retry == .byMethod)
  }

  private func titles<Page>(
    _ responses: [String], _ list: (Client) -> ItemSequence<Page, Note>
  ) async throws -> (numbers: [Int], lines: [String]) {
    let kitchen = Kitchen(responses.map { (200, $0) })
    var numbers: [Int] = []
    for try await note in list(kitchen.client) { numbers.append(note.number) }
    return (numbers, kitchen.lines)
  }

  private func note(_ number: Int) -> String { #"{"id":\#(number + 100),"number":\#(number)}"# }

  @Test("Pages go on by what the spec says")
  func pages() async throws {
    let numbered = try await titles([
      #"{"notes":[\#(note(1))],"pages":2}"#, #"{"notes":[\#(note(2))],"pages":2}"#,
    ]) { $0.pages.allNumber() }
    #expect(numbered.numbers == [1, 2])
    #expect(numbered.lines == ["GET /number", "GET /number?p=1"])
    let given = try await titles([#"{"first":[\#(note(1))],"at":{"next.page":9}}"#, "{}"]) { $0.pages.allGiven() }
    #expect(given.lines == ["GET /given", "GET /given?p=9"])
    let offset = try await titles([#"{"notes":[\#(note(1)),null],"total":3}"#, #"{"notes":[\#(note(2))],"total":3}"#]) {
      $0.pages.allOffset()
    }
    #expect(offset.numbers == [1, 2])
    #expect(offset.lines == ["GET /offset", "GET /offset?skip=2"])
    let last = try await titles([#"{"notes":[\#(note(1)),{"id":5}],"more":true}"#, #"{"more":false}"#]) {
      $0.pages.allLast()
    }
    #expect(last.lines == ["GET /last", "GET /last?after=5"])
    let ends = try await titles(["[\(note(4))]", "[]"]) { $0.pages.allEnds() }
    #expect(ends.lines == ["GET /ends", "GET /ends?after=4"])
    let search = try await titles([#"{"notes":[\#(note(1))],"at":{"any":[1]}}"#]) {
      $0.pages.allSearch(NoteSearch(text: "a"))
    }
    #expect(search.lines == [#"POST /search {"text":"a"}"#])
    let deep = try await titles([#"[{"notes":[\#(note(1))],"at":{"next.page":3}}]"#, "[]"]) { $0.pages.allDeep() }
    #expect(deep.lines == ["GET /deep", "GET /deep?after=3"])
    let edges = try await titles([#"{"edges":[{"node":\#(note(1))},null]}"#, #"{"edges":[null]}"#]) {
      $0.pages.allEdges()
    }
    #expect(edges.lines == ["GET /edges", "GET /edges?after=1"])
  }

  @Test("A value of the next page may stand in a header field")
  func header() async throws {
    let kitchen = Kitchen(
      [(200, "[\(note(1))]"), (200, "[\(note(2))]")], headers: ["X-Next": "k", "X-Total": "2"])
    var numbers: [Int] = []
    for try await note in kitchen.client.pages.allHeader() { numbers.append(note.number) }
    #expect(numbers == [1, 2])
    #expect(kitchen.lines == ["GET /header", "GET /header?after=k"])
    let linked = Kitchen([(200, "[\(note(1))]")], headers: ["Link": "<?p=2>; rel=next", "X-Total": "1"])
    for try await note in linked.client.pages.allLinked() { #expect(note.number == 1) }
    #expect(linked.lines == ["GET /linked"])
  }

  @Test("Bytes in JSON are base64")
  func bytes() throws {
    let photo = try Photo(json: #"{"data":"AQID","thumbnails":["","/w=="]}"#)
    #expect(photo == Photo(data: Data([1, 2, 3]), thumbnails: [Data(), Data([255])]))
    #expect(photo.jsonText == #"{"data":"AQID","thumbnails":["","/w=="]}"#)
    #expect(throws: JSONError.self) { try Photo(json: #"{"data":"A*"}"#) }
  }
}
