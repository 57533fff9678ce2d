import Tributary
import TributaryEmulator

/// `tributary serve SERVICE`: emulates a service on loopback for any client.
struct ServeCommand: Sendable {
  private let port: Int
  private let faults: FaultPlan
  private let isSteered: Bool
  private let makeService: ServedServices.Maker

  init(_ reader: inout ArgumentReader) throws(UsageError) {
    guard let service = reader.word() else {
      throw UsageError("serve needs a service: \(ServedServices.names.joined(separator: ", ")).")
    }
    port = reader.number("--port", in: 0...65_535) ?? 0
    let records = reader.number("--records", in: 0...10_000_000) ?? 200
    let seed = reader.number("--seed", in: 0...Int.max) ?? 1
    let interval = reader.number("--change-every", in: 0...86_400) ?? 5
    let text = reader.value(of: "--faults")
    do { faults = try text.map { text throws(FaultSyntaxError) in try FaultPlan(text) } ?? FaultPlan() } catch {
      faults = FaultPlan()
      reader.complain("--faults: \(error)")
    }
    isSteered = reader.flag("--steer")
    let setup = ServedServices.Setup(
      records: records, seed: UInt64(seed), secondsPerChange: interval > 0 ? interval : nil)
    makeService = try ServedServices.maker(service, &reader, setup: setup)
    try reader.finish()
  }

  func run() async throws -> ExitCode {
    let service = makeService()
    let server = try LoopbackServer(service: service, port: port, faults: faults)
    defer { server.stop() }
    let console = Console()
    console.say("listening on \(server.baseURL)")
    if isSteered {
      let steering = Steering(service: service, faults: faults)
      for await order in Steering.orders() { console.say(steering.follow(order)) }
      return .success
    }
    while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
    return .success
  }
}
