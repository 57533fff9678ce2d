// The Swift of the article *Sync and its guarantees*, in its words and order.

import MyAzur
import Tributary
import TributarySQLite
import ZendeskSell

enum SyncExamples {
  static func result(_ client: MyAzur.Client, _ store: any SyncStore) async throws -> SyncReport {
    let report = try await client.sync(folder: 5, into: store).run()
    switch report.result {
    case .upToDate: print("complete:", report.stored, "stored,", report.counts.deleted, "deleted")
    case .incomplete(let reasons): for reason in reasons { print(reason.code, reason.text) }
    }
    for note in report.notes { print(note.text) }
    return report
  }

  static func full(_ client: MyAzur.Client, _ store: any SyncStore) async throws -> SyncReport {
    var options = MyAzur.Client.SyncOptions()
    options.pass = .full(deleteMissing: true)
    let report = try await client.sync(folder: 5, into: store, options: options).run()
    return report
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
