import Expect
import Testing
import TributaryEmulator
import TributaryJSON

@testable import Tributary

@Suite("Token cursor")
struct TokenCursorTests {
  private let store: SimulatedStore

  init() throws { store = try SimulatedStore() }

  /// A list of rows as the simulation writes them.
  private static func list(_ rows: String..., type: String = "even", isDeletions: Bool = false) throws -> SyncList {
    SyncList(
      try RawList(json: "[\(rows.joined(separator: ","))]"), type: type, isDeletions: isDeletions
    ) { TokenCursorServer.interpret($0, of: type) }
  }

  private static func page(
    _ lists: SyncList..., isEverything: Bool = false, next: TokenCursor.Next
  ) -> TokenCursor.Response {
    .page(TokenCursor.Page(lists: lists, isEverything: isEverything, next: next))
  }

  private struct Run {
    var ending: SimulatedRun<TokenCursorProtocol>.Ending
    var notes: [String]
    var asked: [String]
    var commits: [StreamTransaction]
  }

  /// Plays responses; requests are written as `token/page`.
  private func run(
    isFull: Bool = false, forgetFailures: Bool = false, tuning: TokenCursor.Tuning = TokenCursor.Tuning(),
    dyingAfter moments: Int = .max, _ responses: TokenCursor.Response...
  ) async throws -> Run {
    var process = SimulatedProcess()
    process.momentsLeft = moments
    let decisions = TokenCursorProtocol(
      types: ["even", "odd"], isFull: isFull, forgetsFailures: forgetFailures, tuning: tuning)
    var run = SimulatedRun(decisions, forgetFailures: forgetFailures, in: process)
    var asked: [String] = []
    var commits: [StreamTransaction] = []
    var rest = responses[...]
    let ending = try await run.perform(on: store) { transaction in
      commits.append(transaction)
      return transaction
    } _: { request in
      asked.append("\(request.token ?? "-")/\(request.page ?? "-")")
      guard let response = rest.popFirst() else { throw NetworkFault.unavailable }
      return response
    }
    return Run(ending: ending, notes: run.notes, asked: asked, commits: commits)
  }

  private var held: [String] {
    ["even", "odd"].flatMap { store.records($0).map(\.payload.text) }.sorted()
  }

  @Test("A first run brings everything, a quiet one is one request, a later one brings what changed and was deleted")
  func runs() async throws {
    let first = try await run(Self.page(try Self.list("[2,1]", "[4,2]"), next: .token("a")))
    expect(first.ending, equals: .finished([]))
    expect(first.asked, equals: ["-/-"])
    let quiet = try await run(Self.page(next: .token("a")))
    expect(quiet.asked, equals: ["a/-"])
    expect(quiet.commits.count, equals: 0)
    let later = try await run(
      Self.page(try Self.list("[2,3]"), try Self.list("[4,4,0,0,0]"), next: .token("b")))
    expect(later.ending, equals: .finished([]))
    expect(held, equals: ["[2,3]"])
  }

  @Test("Lists are read one after the other and deletions count last; the token goes with the very last row")
  func lists() async throws {
    let run = try await run(
      Self.page(
        try Self.list("[2,2]", isDeletions: true), try Self.list("[1,3]", type: "odd"), try Self.list("[2,1]", "[4,1]"),
        next: .token("a")))
    expect(run.ending, equals: .finished([]))
    expect(held, equals: ["[1,3]", "[4,1]"])
    expect(run.commits.map { $0.checkpoint != nil }, equals: [true])
    var tuning = TokenCursor.Tuning()
    tuning.batch = 1
    let split = try await self.run(
      tuning: tuning,
      Self.page(try Self.list("[6,5]", "[8,6]"), try Self.list("[3,7]", type: "odd"), next: .token("b")))
    expect(split.commits.map { $0.checkpoint != nil }, equals: [false, true])
  }

  @Test("An expired token leads to a full pass and a note, an expired page token to the same token again")
  func expired() async throws {
    _ = try await run(Self.page(try Self.list("[2,1]", "[4,2]"), next: .token("a")))
    let page = try await run(
      Self.page(try Self.list("[2,3]"), next: .page("p")), .expired,
      Self.page(try Self.list("[2,4]"), next: .token("b")))
    expect(page.asked, equals: ["a/-", "a/p", "a/-"])
    expect(page.ending, equals: .finished([]))
    expect(page.notes, equals: [])
    expect(held, equals: ["[2,4]", "[4,2]"])
    let token = try await run(.expired, Self.page(try Self.list("[2,5]"), next: .token("c")))
    expect(token.asked, equals: ["b/-", "-/-"])
    expect(token.notes, equals: ["tokenExpired"])
    expect(held, equals: ["[2,5]"])
  }

  @Test("A response that says it is everything makes the pass a full one; in the middle of a pass, it starts over")
  func everything() async throws {
    _ = try await run(Self.page(try Self.list("[2,1]", "[4,2]"), next: .token("a")))
    let first = try await run(Self.page(try Self.list("[4,3]"), isEverything: true, next: .token("b")))
    expect(first.asked, equals: ["a/-"])
    expect(held, equals: ["[4,3]"])
    let middle = try await run(
      Self.page(try Self.list("[4,4]"), next: .page("p")),
      Self.page(try Self.list("[6,4]"), isEverything: true, next: .token("c")),
      Self.page(try Self.list("[8,5]"), next: .token("d")))
    expect(middle.asked, equals: ["b/-", "b/p", "-/-"])
    expect(held, equals: ["[8,5]"])
  }

  @Test("Restarts and pages have bounds, and a page that leads into a circle ends the run")
  func bounds() async throws {
    let restarts = try await run(
      .expired, .expired, .expired, .expired)
    expect(restarts.ending, equals: .finished(["restartedTooOften"]))
    let circle = try await run(
      Self.page(next: .page("p")), Self.page(next: .page("q")), Self.page(next: .page("r")),
      Self.page(next: .page("q")), Self.page(next: .page("r")), Self.page(next: .page("q")),
      Self.page(next: .page("r")), Self.page(next: .page("q")))
    expect(circle.ending, equals: .finished(["pageRepeats"]))
    var tuning = TokenCursor.Tuning()
    tuning.pages = 2
    let endless = try await run(
      isFull: true, tuning: tuning, Self.page(next: .page("p")), Self.page(next: .page("q")),
      Self.page(next: .page("r")))
    expect(endless.ending, equals: .finished(["pagesWithoutEnd"]))
  }

  @Test("A pass is continued in a later run, in its own epoch, and followed by another one")
  func continued() async throws {
    let died = try await run(
      dyingAfter: 5, Self.page(try Self.list("[2,1]"), next: .page("p")), Self.page(next: .token("a")))
    expect(died.ending, equals: .died)
    let next = try await run(
      Self.page(try Self.list("[4,1]"), next: .token("a")), Self.page(try Self.list("[4,2]"), next: .token("b")))
    expect(next.asked, equals: ["-/p", "a/-"])
    expect(held, equals: ["[2,1]", "[4,2]"])
    expect(store.state().checkpoint?.text, equals: #"{"token":"b"}"#)
  }

  @Test("The page of another epoch is not continued with")
  func otherEpoch() async throws {
    _ = try await run(dyingAfter: 5, Self.page(try Self.list("[2,1]"), next: .page("p")), Self.page(next: .token("a")))
    var tuning = TokenCursor.Tuning()
    tuning.batch = 1
    // Another full pass dies after the first row of its first page.
    let second = try await run(
      isFull: true, tuning: tuning, dyingAfter: 3, Self.page(try Self.list("[2,1]", "[4,1]"), next: .page("q")))
    expect(second.ending, equals: .died)
    expect(store.state().epoch, equals: 2)
    let third = try await run(Self.page(try Self.list("[2,1]"), next: .token("a")))
    expect(third.asked, equals: ["-/-"])
  }

  @Test("Where a pass begins again, the page of the one before is forgotten with the first row")
  func beginsAgain() async throws {
    _ = try await run(Self.page(try Self.list("[2,1]"), next: .token("a")))
    var tuning = TokenCursor.Tuning()
    tuning.batch = 1
    let died = try await run(
      tuning: tuning, dyingAfter: 9, Self.page(try Self.list("[2,3,0,0,0]"), next: .page("p")), .expired,
      Self.page(try Self.list("[2,2]", "[2,3,0,0,0]"), next: .page("p")))
    expect(died.ending, equals: .died)
    expect(held, equals: ["[2,2]"])
    let next = try await run(Self.page(try Self.list("[2,3,0,0,0]"), next: .token("b")))
    expect(next.asked, equals: ["a/-"])
    expect(held, equals: [])
  }

  @Test("A row without an identifier holds the sweep back, and forgetting failures makes up for it")
  func unidentified() async throws {
    _ = try await run(Self.page(try Self.list("[2,1]", "[4,2]"), next: .token("a")))
    let full = try await run(isFull: true, Self.page(try Self.list("[null,3,2,0,0]"), next: .token("b")))
    expect(full.ending, equals: .finished(["unidentifiedRecords"]))
    expect(held, equals: ["[2,1]", "[4,2]"])
    let later = try await run(Self.page(next: .token("b")))
    expect(later.ending, equals: .finished(["unidentifiedRecords"]))
    // A sweep is owed, so what is forgotten is found by a full pass.
    let forgetting = try await run(forgetFailures: true, Self.page(try Self.list("[4,2]"), next: .token("c")))
    expect(forgetting.asked, equals: ["-/-"])
    expect(forgetting.ending, equals: .finished([]))
    expect(held, equals: ["[4,2]"])
  }

  @Test("A sweep that is owed is made up for even if failures were forgotten by a run that did not get that far")
  func owed() async throws {
    _ = try await run(Self.page(try Self.list("[2,1]", "[4,2]"), next: .token("a")))
    _ = try await run(isFull: true, Self.page(try Self.list("[null,3,2,0,0]"), next: .token("b")))
    let forgetting = try await run(forgetFailures: true, .expired, .expired, .expired, .expired)
    expect(forgetting.ending, equals: .finished(["restartedTooOften"]))
    let next = try await run(Self.page(next: .token("b")), Self.page(try Self.list("[4,2]"), next: .token("c")))
    expect(next.asked, equals: ["b/-", "-/-"])
    expect(next.ending, equals: .finished([]))
    expect(held, equals: ["[4,2]"])
  }

  @Test("A checkpoint of another version is refused and nothing is asked")
  func version() async throws {
    var transaction = StreamTransaction()
    transaction.checkpoint = Checkpoint(version: 2, text: #"{"token":"a"}"#)
    _ = store.commit(transaction)
    await #expect(throws: SimulationFailure.self) { _ = try await run() }
  }
}
