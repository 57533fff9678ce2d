import Sharespine
import SharespineEmulator
import Tributary
import TributaryEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Sharespine in the demo: record types that are polled by the time of their last modification.
struct SharespineDemo: DemonstratedService {
  private static let connection = "3fb2568eb7e165e34dd311af5550002b"
  private let platform: SharespineEmulator

  init(records: Int, seed: UInt64) { platform = SharespineEmulator(.init(records: records, seed: seed)) }

  let title = "Sharespine"
  let name = Sharespine.Product.recordType.service
  let query = "SELECT localId, sku, stock, lastModified FROM sharespine_product LIMIT 5"
  var emulator: any EmulatedService { platform }

  func snapshot() -> [RecordReference: String] {
    var records: [RecordReference: String] = [:]
    for type in SharespineEmulator.RecordType.allCases {
      for (id, json) in platform.snapshot(of: type) { records[RecordReference(type: type.rawValue, id: id)] = json }
    }
    return records
  }

  func change(_ count: Int) {
    platform.advance(seconds: 3600)
    platform.change(count)
  }

  func sync(from baseURL: String, into store: any SyncStore, inSmallPages: Bool) -> SyncSequence {
    var options = Sharespine.Client.SyncOptions()
    options.pageSize = inSmallPages ? 10 : 100
    // The emulator's mark of deleted records; the platform's own is unknown.
    options.deletionMarker = DeletionMarker(["deleted"])
    let client = Sharespine.Client(
      authentication: .sharespine(
        username: "user", password: "any-password", tenant: "demo", connectionID: Self.connection),
      environment: .init(baseURL))
    return client.sync(
      [.products(), .orders(), .ledgerAccounts(), .ledgerEntries(), .supplierInvoices()], into: store, options: options)
  }

  func findings(in store: any RecordReader) throws -> [String] {
    let since = Timestamp(secondsSince1970: platform.seconds - 1800)
    let recent = Sharespine.Product.where { product in
      if let since { product.lastModified.isAfter(since) }
    }
    .order { $0.lastModified.descending }
    .limit(3)
    return try ["\(recent):"]
      + store.records(matching: recent).map { "  \($0.sku ?? "without a sku"), stock \($0.stock ?? 0)" }
  }
}
