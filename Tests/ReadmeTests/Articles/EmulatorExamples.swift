// The Swift of the article *Testing with emulators*, in its words and order.

import Tributary
import TributaryEmulator
import ZendeskSell
import ZendeskSellEmulator

enum EmulatorExamples {
  static func inProcess() async throws -> [SyncReport] {
    let service = ZendeskSellEmulator(.init(records: 500, seed: 7))
    let crm = ZendeskSell.Client(token: "any", transport: InProcessTransport(service))
    let store = MemoryStore()
    let first = try await crm.sync(into: store).run()
    service.change(20)
    let second = try await crm.sync(into: store).run()
    return [first, second]
  }

  static func faults(_ service: ZendeskSellEmulator, _ store: MemoryStore) async throws -> (SyncReport, Bool) {
    let faults = try FaultPlan("429:1=0,cut@3")
    let crm = ZendeskSell.Client(token: "any", transport: InProcessTransport(service, faults: faults))
    let report = try await crm.sync(into: store).run()
    return (report, faults.next(for: HTTPRequest(method: "GET", url: "/")) == nil)
  }

  static func loopback(_ service: ZendeskSellEmulator) async throws -> Int {
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let crm = ZendeskSell.Client(token: "any", environment: .init(server.baseURL))
    return try await crm.leads.list(perPage: 3).items.count
  }

  static func interrupted(_ crm: ZendeskSell.Client, _ store: MemoryStore) async throws -> (Int, SyncReport) {
    var events = 0
    for try await _ in crm.sync(into: store) {
      events += 1
      if events == 2 { break }
    }
    let report = try await crm.sync(into: store).run()
    return (events, report)
  }
}
