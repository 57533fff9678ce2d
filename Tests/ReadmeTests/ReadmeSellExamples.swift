// The Swift of the README about Zendesk Sell, in its words and order.

import Tributary
import TributarySQLite
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

  static func read(_ store: SQLiteStore, show: (Records<Lead>) -> Void) async throws {
    let leads = store.records(Lead.self) { lead in
      lead.address.city.equals("Kraków")
      lead.tags.contains("vip")
    }
    .order { $0.updatedAt.descending }
    for try await now in leads.results { show(now) }  // the results now, and again after each change
  }
}
