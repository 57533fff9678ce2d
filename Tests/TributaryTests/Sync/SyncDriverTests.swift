import Expect
import Testing
import Tributary

@Suite("Sync driver")
struct SyncDriverTests {
  /// A machine with a fault: it foretells a request that it then does not make.
  private struct Fickle: SyncMachine {
    /// So that a driver that believes it comes to an end too.
    private var answers = 0

    func request(following answer: Int) -> Int? { answers < 9 ? 2 : nil }

    mutating func step(_ event: SyncMachineEvent<Int>) -> [SyncEffect<Int>] {
      switch event {
      case .opened: return [.ask(1)]
      case .answered:
        answers += 1
        return [.commit(StreamTransaction(), progress: 1), .finish([])]
      case .committed, .waited: return []
      }
    }
  }

  @Test("A machine that foretells what it does not ask for is never up to date")
  func fickle() async throws {
    let stream = SyncStream(key: SessionQueueRig.key, types: [], machine: Fickle()) { $0 }
    let report = try await SyncSequence([stream], into: MemoryStore(), time: HeldTime()).run()
    guard case .incomplete(let reasons) = report.result else {
      Issue.record("it was taken at its word: \(report)")
      return
    }
    expect(reasons.map(\.code), equals: ["stopped"])
  }
}
