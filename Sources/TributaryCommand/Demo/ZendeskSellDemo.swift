import Tributary
import TributaryEmulator
import ZendeskSell
import ZendeskSellEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Zendesk Sell in the demo: every record type of a CRM, through one queue.
struct ZendeskSellDemo: DemonstratedService {
  private let account: ZendeskSellEmulator

  init(records: Int, seed: UInt64) { account = ZendeskSellEmulator(.init(records: records, seed: seed)) }

  let title = "Zendesk Sell"
  let name = Lead.recordType.service
  let query = "SELECT id, name, value, currency FROM zendesk_sell_deal LIMIT 5"
  var emulator: any EmulatedService { account }

  func snapshot() -> [RecordReference: String] {
    var records: [RecordReference: String] = [:]
    for (type, byID) in account.snapshot() {
      for (id, json) in byID { records[RecordReference(type: type, id: "\(id)")] = json }
    }
    return records
  }

  func change(_ count: Int) { account.change(count) }

  func sync(from baseURL: String, into store: any SyncStore, inSmallPages: Bool) -> SyncSequence {
    account.adjust { $0.pageSize = inSmallPages ? 10 : 100 }
    return ZendeskSell.Client(token: "any-token", environment: .init(baseURL)).sync(into: store)
  }

  func findings(in store: any RecordReader) throws -> [String] {
    let deals = try store.all(Deal.self)
    let largest = deals.filter { $0.value != nil }.sorted { ($0.value ?? 0, $1.id) > ($1.value ?? 0, $0.id) }.prefix(3)
    return try ["\(deals.count.grouped) deals, the largest:"]
      + largest.map { deal in
        let contact = try deal.contactID.flatMap { try store.record(Contact.self, id: $0) }
        let amount = "\(deal.value ?? 0) \(deal.currency ?? "")"
        return "  \(deal.name ?? "without a name"), \(amount), with \(contact?.name ?? "nobody")"
      }
  }
}
