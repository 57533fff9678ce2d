import Testing
import Tributary

/// The simulated services once more, with the driver instead of the simulation's own loop.
@Suite("Simulation of the session queue under the driver")
struct SessionQueueDriverTests {
  @Test("No false claim, and progress that neither falls nor leaves 0...1", arguments: 0..<40 as Range<UInt64>)
  func scenarios(seed: UInt64) async throws {
    var simulation = SessionQueueSimulation(seed: seed)
    let store = MemoryStore()
    for _ in 0..<4 {
      simulation.brew()
      let server = Locked(simulation.server)
      let send: @Sendable (SessionQueue.Request) throws(APIError) -> SessionQueue.Response = {
        request throws(APIError) in
        guard let response = try? server.withLock({ try $0.exchange(request) }) else {
          throw APIError(operation: "test", reason: .status(500))
        }
        return response
      }
      let stream = SyncStream.sessionQueue(
        key: SessionQueueRig.key, types: [], tuning: simulation.tuning, drawDevice: { "device" },
        interpret: SessionQueueSimulationItem.interpret, send: send)
      var part = 0.0
      do {
        for try await event in SyncSequence([stream], into: store, time: HeldTime()) {
          switch event {
          case .committed(let progress):
            let next = progress.fraction ?? part
            if !(part...1 ~= next) { Issue.record("\(part) is followed by \(next)") }
            part = next
          case .finished(let report) where report.result == .upToDate:
            let isEqual = try server.withLock { $0.isEqualled(by: try Self.mirror(store)) }
            if !isEqual { Issue.record("a false claim") }
          default: break
          }
        }
      } catch SyncError.service {
        // The service erred, which ends a run; the next one goes on.
      }
      simulation.server = server.withLock { $0 }
      simulation.server.change(2)
    }
  }

  private static func mirror(_ store: MemoryStore) throws -> [Int: Int] {
    var mirror: [Int: Int] = [:]
    for type in SessionQueueSimulationItem.types {
      try store.forEachRecord(service: "test", type: type, stream: nil) { record in
        let item = SessionQueueSimulationItem(record.payload)
        mirror[item?.id ?? -1] = item?.revision
        return true
      }
    }
    return mirror
  }
}
