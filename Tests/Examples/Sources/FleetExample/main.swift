import Foundation
import Stubs
import Tributary
import TributaryEmulator
import TributaryFleet
import TributarySQLite
import ZendeskSell
import ZendeskSellEmulator

// Three accounts of one emulated service, each with a database, and one account that nobody allowed.
let service = ZendeskSellEmulator(.init(records: 120))
let server = try LoopbackServer(service: service)
let path = FileManager.default.temporaryDirectory.appending(path: "fleet-\(UUID().uuidString)").path
defer { try? FileManager.default.removeItem(atPath: path) }

let folder = try AccountFolder(path, creating: true)
let accounts = try folder.add(
  ["acme", "globex", "initech"].map {
    FleetAccount(service: "zendesk-sell", baseURL: server.baseURL, name: $0, period: .seconds(3_600))
  })
let stranger = try folder.add([
  FleetAccount(service: "zendesk-sell", baseURL: "https://elsewhere.example", name: "acme", period: .seconds(3_600))
])

let tokens: [String: Secret] = ["acme": "t1", "globex": "t2", "initech": "t3"]
let baseURL = server.baseURL
let running = Task { try await work(on: path, tokens: tokens, allowing: [baseURL]) }
for _ in 0..<600
where try folder.accounts(after: nil, limit: 10).contains(where: { !$0.hasSynced && $0.problem == nil }) {
  try await Task.sleep(for: .milliseconds(50))
}
kill(getpid(), SIGTERM)
try await running.value

check(
  "accounts that are synced", try folder.accounts(after: nil, limit: 10).map(\.hasSynced),
  equals: [true, true, true, false])
check(
  "the account that is not allowed", try folder.accounts(after: nil, limit: 10).last?.problem ?? "",
  equals: "UnknownAccount()")
check("its database", FileManager.default.fileExists(atPath: folder.database(of: stranger[0])), equals: true)
let contacts = service.snapshot()["contact"]?.count ?? 0
for account in accounts {
  let store = try SQLiteStore(path: folder.database(of: account))
  check("contacts of \(account.name)", try store.all(Contact.self).count, equals: contacts)
}
server.stop()
