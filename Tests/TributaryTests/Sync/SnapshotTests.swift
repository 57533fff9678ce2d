import Expect
import Testing
import TributaryEmulator
import TributaryJSON

@testable import Tributary

@Suite("Snapshot")
struct SnapshotTests {
  private let store: SimulatedStore

  init() throws { store = try SimulatedStore() }

  private static func page(
    _ ids: Int..., next: Snapshot.Place? = nil, last: Int? = nil, validator: String? = nil
  ) throws -> Snapshot.Response {
    let rows = ids.map { NumberRow.text($0, 1) }.joined(separator: ",")
    let list = SyncList(try RawList(json: "[\(rows)]"), type: "even") { SnapshotServer.interpret($0, of: "even") }
    return .page(Snapshot.Page(lists: [list], next: next, last: last, validator: validator))
  }

  private struct Run {
    var ending: SimulatedRun<SnapshotProtocol>.Ending
    var asked: [String]
  }

  /// Plays responses; requests are written as the place and the validator.
  private func run(
    order: Snapshot.Order = .any, validator: Snapshot.Validator = .none, isFull: Bool = false,
    dyingAfter moments: Int = .max, _ responses: Snapshot.Response...
  ) async throws -> Run {
    var process = SimulatedProcess()
    process.momentsLeft = moments
    let decisions = SnapshotProtocol(
      types: ["even"], order: order, validator: validator, isFull: isFull, tuning: Snapshot.Tuning())
    var run = SimulatedRun(decisions, in: process)
    var asked: [String] = []
    var rest = responses[...]
    let ending = try await run.perform(on: store) { request in
      let place =
        switch request.place {
        case .first: "first"
        case .number(let number): "\(number)"
        case .token(let token): token
        }
      asked.append(request.validator.map { "\(place) if not \($0)" } ?? place)
      guard let response = rest.popFirst() else { throw NetworkFault.unavailable }
      return response
    }
    return Run(ending: ending, asked: asked)
  }

  private var held: [String] { store.records("even").map(\.id).sorted() }

  @Test("A list in one response is one request, and what does not come is deleted")
  func oneResponse() async throws {
    let first = try await run(Self.page(2, 4))
    expect(first.ending, equals: .finished([]))
    expect(first.asked, equals: ["first"])
    let second = try await run(Self.page(4, 6))
    expect(second.ending, equals: .finished([]))
    expect(held, equals: ["4", "6"])
  }

  @Test("Pages behind a row need one pass, appended lists go from the last page to the first, others need two passes")
  func orders() async throws {
    let stable = try await run(order: .stable, Self.page(2, next: .token("2")), Self.page(4))
    expect(stable.asked, equals: ["first", "2"])
    let appended = try await run(
      order: .appended, Self.page(2, next: .number(2), last: 3), Self.page(6), Self.page(4, next: .number(3), last: 3),
      Self.page(2, next: .number(2), last: 3))
    expect(appended.asked, equals: ["first", "3", "2", "1"])
    expect(appended.ending, equals: .finished([]))
    let any = try await run(
      Self.page(2, next: .number(2)), Self.page(4), Self.page(4, next: .number(2)), Self.page(6),
      Self.page(6, next: .number(2)), Self.page(4))
    expect(any.asked, equals: ["first", "2", "first", "2", "first", "2"])
    expect(any.ending, equals: .finished([]))
    expect(held, equals: ["4", "6"])
  }

  @Test("Four passes that differ end the run, and nothing is deleted")
  func differing() async throws {
    _ = try await run(Self.page(90))
    let passes = try (1...4).flatMap { [try Self.page($0 * 10, next: .number(2)), try Self.page($0 * 10 + 2)] }
    let run = try await run(
      passes[0], passes[1], passes[2], passes[3], passes[4], passes[5], passes[6], passes[7])
    expect(run.ending, equals: .finished(["stillChanging"]))
    #expect(held.contains("90"))
  }

  @Test("A validator makes a quiet run one request, unless another list was being stored")
  func validators() async throws {
    _ = try await run(validator: .list, Self.page(2, validator: "a"))
    let quiet = try await run(validator: .list, .unchanged)
    expect(quiet.asked, equals: ["first if not a"])
    expect(quiet.ending, equals: .finished([]))
    expect(held, equals: ["2"])
    let full = try await run(validator: .list, isFull: true, Self.page(2, validator: "a"))
    expect(full.asked, equals: ["first"])
    // Dies behind the commit of the first page.
    let died = try await run(validator: .list, dyingAfter: 5, Self.page(4, next: .number(2), validator: "b"), .gone)
    expect(died.ending, equals: .died)
    let next = try await run(validator: .list, Self.page(2, validator: "a"))
    expect(next.asked, equals: ["first"])
    expect(held, equals: ["2"])
  }

  @Test("The validator of a response counts where it is the whole list; one of the list makes one pass enough")
  func coverage() async throws {
    _ = try await run(validator: .response(limit: 2), Self.page(2, validator: "a"))
    let short = try await run(validator: .response(limit: 2), Self.page(2, 4, validator: "b"))
    expect(short.asked, equals: ["first if not a"])
    let filled = try await run(validator: .response(limit: 2), Self.page(2, 4, validator: "b"))
    expect(filled.asked, equals: ["first"])
    let list = try await run(
      validator: .list, Self.page(2, next: .number(2), validator: "c"), Self.page(4, validator: "c"))
    expect(list.ending, equals: .finished([]))
    expect(list.asked, equals: ["first", "2"])
  }

  @Test("A validator of another list on a later page is no proof")
  func otherValidator() async throws {
    let run = try await run(
      validator: .list, Self.page(2, next: .number(2), validator: "c"), Self.page(4, validator: "d"),
      Self.page(2, next: .number(2), validator: "d"), Self.page(4, validator: "d"))
    expect(run.asked, equals: ["first", "2", "first", "2"])
    expect(run.ending, equals: .finished([]))
  }

  @Test("A page that repeats ends the run; a page that is gone ends a numbered list, or begins another pass")
  func repeated() async throws {
    let repeats = try await run(Self.page(2, next: .number(2)), Self.page(2, next: .number(3)))
    expect(repeats.ending, equals: .finished(["pageRepeats"]))
    let circle = try await run(order: .stable, Self.page(2, next: .token("a")), Self.page(4, next: .token("a")))
    expect(circle.ending, equals: .finished(["pageRepeats"]))
    let gone = try await run(
      Self.page(2, next: .number(2)), .gone, Self.page(2, next: .number(2)), .gone)
    expect(gone.ending, equals: .finished([]))
    let lost = try await run(
      order: .stable, Self.page(2, next: .token("2")), .gone, Self.page(4, next: .token("4")), Self.page(6))
    expect(lost.ending, equals: .finished([]))
    expect(held, equals: ["4", "6"])
  }

  @Test("A response that nobody asked for ends the run and deletes nothing")
  func unexpected() async throws {
    _ = try await run(Self.page(2))
    await #expect(throws: SimulationFailure.stopped) { _ = try await run(.unchanged) }
    await #expect(throws: SimulationFailure.stopped) { _ = try await run(.gone) }
    expect(held, equals: ["2"])
  }

  @Test("Sums of rows differ where identifiers have their digits in other places")
  func sums() throws {
    let payload = try RawJSON("[]")
    func sum(_ ids: [Int]) -> RowSum {
      ids.reduce(into: RowSum()) { $0.add(SyncRow(type: "row", id: "\($1)", kind: .upsert(payload)), payload) }
    }
    for first in 10...54 {
      for second in first + 1...99 {
        let swapped = [first / 10 * 10 + second % 10, second / 10 * 10 + first % 10]
        guard Set(swapped) != [first, second] else { continue }
        #expect(sum([first, second]) != sum(swapped))
      }
    }
    #expect(sum([1, 2]) == sum([2, 1]))
    #expect(sum([1, 1]) != sum([1]))
  }

  @Test("A checkpoint of another version is refused and nothing is asked")
  func version() async throws {
    var transaction = StreamTransaction()
    transaction.checkpoint = Checkpoint(version: 2, text: "{}")
    _ = store.commit(transaction)
    await #expect(throws: SimulationFailure.self) { _ = try await run() }
  }
}
