// The Swift of the README about Zendesk Sell, in its words and order.

import Tributary
import ZendeskSell

enum ReadmeSellExamples {
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
