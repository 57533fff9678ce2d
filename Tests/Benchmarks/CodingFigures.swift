import Foundation
import MyAzur
import Sharespine
import Tributary
import TributaryJSON
import ZendeskSell

/// Decoding and encoding against Foundation, on what the services send: how fast, and with how many allocations.
enum CodingFigures {
  static func all() throws -> [Figure] {
    try figures(
      "zendesk-sell-queue", "a Sell queue page of 100 leads", Payloads.queuePage, records: 100,
      ours: QueuePage.self, theirs: FoundationQueuePage.self)
      + figures(
        "reordered-page", "100 leads, names in another order", Payloads.reorderedPage, records: 100,
        ours: QueuePage.self, theirs: FoundationQueuePage.self)
      + figures(
        "long-texts", "100 leads with long texts", Payloads.longTextPage, records: 100,
        ours: QueuePage.self, theirs: FoundationQueuePage.self)
      + figures(
        "unknown-fields", "100 leads, half the fields unknown", Payloads.unknownFieldPage, records: 100,
        ours: QueuePage.self, theirs: FoundationQueuePage.self)
      + figures(
        "my-azur-list", "a My Azur list of 1,000 documents", Payloads.documentList, records: 1000,
        ours: DocumentList.self, theirs: FoundationDocumentList.self)
      + figures(
        "sharespine-page", "a Sharespine page of 100 products", Payloads.productPage, records: 100,
        ours: ProductPage.self, theirs: [FoundationProduct].self)
  }

  typealias QueuePage = SyncPage<[SyncItem]>
  typealias DocumentList = MyAzur.DocumentList<Records<MyAzur.Document>>
  typealias ProductPage = Records<Sharespine.Product>

  /// Bytes a second of ours on a text.
  static func speeds<Body: JSONCodable>(
    of type: Body.Type, _ text: String
  ) throws -> (decoding: Double, encoding: Double) {
    let bytes = SharedBytes(text)
    let body = try JSONReader.read(Body.self, from: bytes)
    let comparison = try Comparison {
      keep(try JSONReader.read(Body.self, from: bytes))
    } theirs: {
      keep(JSONWriter.bytes(of: body))
    }
    let sizes = (read: Double(text.utf8.count), written: Double(JSONWriter.bytes(of: body).count))
    return (sizes.read / comparison.ours, sizes.written / comparison.theirs)
  }

  private static func figures<Ours: JSONCodable, Theirs: Codable>(
    _ key: String, _ title: String, _ text: String, records: Int, ours: Ours.Type, theirs: Theirs.Type
  ) throws -> [Figure] {
    let (bytes, data) = (SharedBytes(text), Data(text.utf8))
    let (decoder, encoder) = (JSONDecoder(), JSONEncoder())
    let (our, their) = (try JSONReader.read(Ours.self, from: bytes), try decoder.decode(Theirs.self, from: data))
    func compare(_ verb: String, ours: () throws -> Void, theirs: () throws -> Void) throws -> [Figure] {
      let comparison = try Comparison(ours: ours, theirs: theirs)
      let speeds = [comparison.ours, comparison.theirs].map { Int(Double(data.count) / $0 / 1e6) }
      let speed = Figure(
        key: "\(verb)/\(key)", title: "\(verb.capitalized) \(title)", value: comparison.ratio, unit: "times",
        spread: comparison.spread, detail: "\(speeds[0]) MB/s; Foundation \(speeds[1]) MB/s")
      guard AllocationCount.isPossible else { return [speed] }
      let foundation = try AllocationCount.count(theirs) / Double(records)
      let allocations = Figure(
        key: "allocations/\(verb)-\(key)", title: "\(verb.capitalized) \(title)",
        value: try AllocationCount.count(ours) / Double(records), unit: "allocations",
        detail: "a record; Foundation \(String(format: "%.1f", foundation))")
      return [speed, allocations]
    }
    return try compare("decode") {
      keep(try JSONReader.read(Ours.self, from: bytes))
    } theirs: {
      keep(try decoder.decode(Theirs.self, from: data))
    }
      + compare("encode") {
        keep(JSONWriter.bytes(of: our))
      } theirs: {
        keep(try encoder.encode(their))
      }
  }
}
