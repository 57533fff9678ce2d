import Allocations
import Foundation
import MyAzur
import Sharespine
import Tributary
import TributaryJSON
import ZendeskSell

/// How often memory is allocated for a record, beside Foundation. The same on every machine with the same toolchain.
enum AllocationFigures {
  /// Allocations can be counted on Linux.
  static var arePossible: Bool { allocations_are_counted() }

  static func all() throws -> [Figure] {
    guard arePossible else { return [] }
    return try figures(
      "zendesk-sell-queue", "a lead of a Sell queue page", Payloads.queuePage, records: 100,
      ours: SyncPage<[SyncItem]>.self, theirs: FoundationQueuePage.self)
      + figures(
        "my-azur-list", "a document of a My Azur list", Payloads.documentList, records: 1000,
        ours: MyAzur.DocumentList<Records<MyAzur.Document>>.self, theirs: FoundationDocumentList.self)
      + figures(
        "sharespine-page", "a product of a Sharespine page", Payloads.productPage, records: 100,
        ours: Records<Sharespine.Product>.self, theirs: [FoundationProduct].self)
  }

  private static func figures<Ours: JSONCodable, Theirs: Codable>(
    _ key: String, _ title: String, _ text: String, records: Int, ours: Ours.Type, theirs: Theirs.Type
  ) throws -> [Figure] {
    let (bytes, data) = (SharedBytes(text), Data(text.utf8))
    let (decoder, encoder) = (JSONDecoder(), JSONEncoder())
    let (our, their) = (try JSONReader.read(Ours.self, from: bytes), try decoder.decode(Theirs.self, from: data))
    func figure(_ verb: String, ours: () throws -> Void, theirs: () throws -> Void) rethrows -> Figure {
      let foundation = try count(theirs) / Double(records)
      return Figure(
        key: "allocations/\(verb)-\(key)", title: "Allocations to \(verb) \(title)",
        value: try count(ours) / Double(records), unit: "allocations",
        detail: "Foundation \(String(format: "%.1f", foundation))")
    }
    return [
      try figure("decode") {
        keep(try JSONReader.read(Ours.self, from: bytes))
      } theirs: {
        keep(try decoder.decode(Theirs.self, from: data))
      },
      try figure("encode") {
        keep(JSONWriter.bytes(of: our))
      } theirs: {
        keep(try encoder.encode(their))
      },
    ]
  }

  /// How often this thread allocates in one run, after a first one that makes what is made once.
  private static func count(_ body: () throws -> Void) rethrows -> Double {
    try body()
    let before = allocations_of_this_thread()
    try body()
    return Double(allocations_of_this_thread() - before)
  }
}
