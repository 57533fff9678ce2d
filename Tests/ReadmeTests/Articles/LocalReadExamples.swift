// The Swift of the article *Local reads*, in its words and order.

import MyAzur
import Tributary
import TributarySQLite
import ZendeskSell

enum LocalReadExamples {
  static func read(_ store: SQLiteStore, show: (MyAzur.Document) -> Void) async throws {
    typealias Document = MyAzur.Document
    let documents = try store.all(Document.self)
    let one = try store.record(Document.self, id: 6)
    for try await update in store.changes(of: Document.self) {
      if case .upserted(_, let document) = update { show(document) }
    }
    _ = (documents, one)
  }

  static func query(_ store: SQLiteStore, since: Timestamp, show: (Records<Lead>) -> Void) async throws {
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
    try store.index(Lead.self) { $0.email }  // such comparisons no longer read every lead
    for try await now in leads.results { show(now) }  // the results now, and again after each change
  }

  static func values(_ leads: [Lead]) throws -> [Lead] {
    let vips = try LocalQuery<Lead> { $0.tags.contains("vip") }.results(in: leads)
    return vips
  }

  static func apply(_ crm: ZendeskSell.Client, to store: SQLiteStore) async throws {
    let lead = try await crm.leads.update(5, LeadPatch(status: "Won"))
    try store.apply(lead)  // reads, queries, views and streams of changes show it at once
    try store.applyDeletion(of: Lead.self, id: 6)
    try store.discard(Lead.self, id: 6)  // show the record as it was
  }
}
