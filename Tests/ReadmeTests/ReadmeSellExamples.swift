// The Swift of the README about Zendesk Sell, in its words and order.

import Tributary
import TributarySQLite
import ZendeskSell

enum ReadmeSellExamples {
  static func read(_ store: SQLiteStore, since: Timestamp, show: (Records<Lead>) -> Void) async throws {
    let leads = store.records(Lead.self) { lead in
      lead.address.city.equals("Kraków")
      lead.tags.contains("vip")
      anyOf {
        lead.updatedAt.isAfter(since)
        lead.email.isMissing
      }
    }
    .order { $0.updatedAt.descending }
    for lead in try leads.limit(10).all { print(lead.id, lead.email ?? "no address") }
    print(try leads.count)
    try store.index(Lead.self) { $0.email }  // such comparisons no longer look at every lead
    for try await now in leads.results { show(now) }  // what is there, and what is there after each change
  }

  static func apply(_ crm: ZendeskSell.Client, to store: SQLiteStore) async throws {
    let lead = try await crm.leads.update(5, LeadPatch(status: "Won"))
    try store.apply(lead)  // reads, queries, views and streams of changes show it at once
    try store.applyDeletion(of: Lead.self, id: 6)
    try store.discard(Lead.self, id: 6)  // no, as it was
  }

  static func write(token: Secret) async throws {
    let crm = ZendeskSell.Client(token: token)
    for try await lead in crm.leads.all(city: "Kraków", sortBy: .updatedAt.descending) {
      let patch = LeadPatch(status: "Working", email: .clear)  // the rest stays as it is
      let changed = try await crm.leads.update(lead.id, patch)
      let call = TaskItemDraft(resourceType: .lead, resourceID: changed.id.rawValue, content: "Call back")
      _ = try await crm.tasks.create(call)
    }
  }

  static func changes(
    _ crm: ZendeskSell.Client, device: String, keep: ([SessionQueuePage<SyncRecordData>.Change]) throws -> Void
  ) async throws {
    for try await event in crm.changes(for: SessionQueueDevice(name: device)) {
      guard case .page(let page) = event else { continue }
      try keep(page.changes)
      try await page.acknowledge()
    }
  }
}
