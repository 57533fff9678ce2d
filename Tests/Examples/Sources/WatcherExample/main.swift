import Foundation
import Stubs
import Tributary
import TributaryEmulator
import ZendeskSell
import ZendeskSellEmulator

// Prints what happens in a CRM as it happens. With ZENDESK_SELL_TOKEN in the environment it watches that account until
// Ctrl-C; otherwise an emulated one, in which a few things happen, and ends.

if let token = ProcessInfo.processInfo.environment["ZENDESK_SELL_TOKEN"] {
  try await watch(Client(token: Secret(token)), every: .seconds(10))
} else {
  try await watchEmulatedAccount()
}

/// Watches an account until the task is cancelled or a sync fails.
func watch(_ crm: Client, every pause: Duration) async throws {
  let store = MemoryStore()
  _ = try await crm.sync(into: store).run()
  let lines = try journal(of: store)
  let printing = Task { for await line in lines { print(line) } }
  defer { printing.cancel() }
  while true {
    try await Task.sleep(for: pause)
    _ = try await crm.sync(into: store).run()
  }
}

/// Watches an emulated account in which somebody else works.
func watchEmulatedAccount() async throws {
  let service = ZendeskSellEmulator(.init(records: 60))
  let crm = Client(token: "any", transport: InProcessTransport(service))
  let store = MemoryStore()
  _ = try await crm.sync(into: store).run()
  var lines = try journal(of: store).makeAsyncIterator()

  /// Lets something happen, and checks what is printed of it.
  func expect(_ line: String, of happening: () async throws -> Void) async throws {
    try await happening()
    let counts = try await crm.sync(into: store).run().counts
    check("one record in a sync", counts.inserted + counts.updated + counts.deleted, equals: 1)
    let printed = await lines.next() ?? ""
    print(printed)
    check("its line", printed, equals: line)
  }

  let colleague = Client(token: "another", transport: InProcessTransport(service))
  let lead = try await colleague.leads.create(LeadDraft(firstName: "Ada", lastName: "Byron", status: "New"))
  try await expect("new lead: Ada Byron (New)") {}
  try await expect("lead changed: Ada Byron (New) -> Ada Byron (Working)") {
    _ = try await colleague.leads.update(lead.id, LeadPatch(status: "Working"))
  }
  try await expect("lead changed: Ada Byron (Working)") {
    _ = try await colleague.leads.update(lead.id, LeadPatch(phone: "+44 20 7946 0000"))
  }
  try await expect("new contact: Analytical Engines") {
    _ = try await colleague.contacts.create(ContactDraft(isOrganization: true, name: "Analytical Engines"))
  }
  try await expect("lead deleted: Ada Byron (Working)") { try await colleague.leads.delete(lead.id) }
}
