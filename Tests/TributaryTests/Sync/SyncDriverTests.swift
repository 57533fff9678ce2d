import Testing
import Tributary

@Suite("Sync driver")
struct SyncDriverTests {
  /// A machine with a fault: it foretells a request that it then does not make.
  private struct Fickle: SyncMachine {
    func request(following answer: Int) -> Int? { 2 }

    mutating func step(_ event: SyncMachineEvent<Int>) -> [SyncEffect<Int>] {
      switch event {
      case .opened: [.ask(1)]
      case .answered: [.commit(StreamTransaction(), progress: 1), .finish([])]
      case .committed, .waited: []
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
