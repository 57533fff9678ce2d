import Tributary
import TributaryEmulator

/// `tributary serve SERVICE`: emulates services on loopback for any client.
struct ServeCommand: Sendable {
  private let port: Int
  private let faults: FaultPlan
  private let isSteered: Bool
  private let services: [(name: String, make: ServedServices.Maker)]

  init(_ reader: inout ArgumentReader) throws(UsageError) {
    var names: [String] = []
    while let name = reader.word() {
      if names.contains(name) { reader.complain("\(name) is given twice.") } else { names.append(name) }
    }
    guard !names.isEmpty else {
      throw UsageError("serve needs a service: \(ServedServices.names.joined(separator: ", ")).")
    }
    port = reader.number("--port", in: 0...65_535) ?? 0
    if port > 0, names.count > 1 { reader.complain("--port needs exactly one service.") }
    let records = reader.number("--records", in: 0...10_000_000) ?? 200
    let seed = reader.number("--seed", in: 0...Int.max) ?? 1
    let interval = reader.number("--change-every", in: 0...86_400) ?? 5
    let accounts = reader.number("--accounts", in: 1...1_000_000)
    let text = reader.value(of: "--faults")
    do { faults = try text.map { text throws(FaultSyntaxError) in try FaultPlan(text) } ?? FaultPlan() } catch {
      faults = FaultPlan()
      reader.complain("--faults: \(error)")
    }
    isSteered = reader.flag("--steer")
    let setup = ServedServices.Setup(
      records: records, seed: UInt64(seed), secondsPerChange: interval > 0 ? interval : nil, accounts: accounts)
    var services: [(name: String, make: ServedServices.Maker)] = []
    for name in names { services.append((name, try ServedServices.maker(name, &reader, setup: setup))) }
    self.services = services
    try reader.finish()
  }

  func run() async throws -> ExitCode {
    let console = Console()
    var running: [any ServedService] = []
    var servers: [LoopbackServer] = []
    defer { for server in servers { server.stop() } }
    for (name, make) in services {
      let service = make()
      let server = try LoopbackServer(service: service, port: port, faults: faults)
      running.append(service)
      servers.append(server)
      console.say("\(services.count > 1 ? "\(name) " : "")listening on \(server.baseURL)")
    }
    if isSteered {
      let steering = Steering(services: running, faults: faults)
      for await order in Steering.orders() { console.say(steering.follow(order)) }
      return .success
    }
    while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
    return .success
  }
}
