import MyAzur
import MyAzurEmulator
import Tributary
import TributaryEmulator

/// My Azur in the demo: the documents of one folder, whose statuses change.
struct MyAzurDemo: DemonstratedService {
  private let documents: MyAzurEmulator
  private static let folder = 5

  init(records: Int, seed: UInt64) {
    documents = MyAzurEmulator(.init(records: records, seed: seed, folder: Self.folder))
  }

  let title = "My Azur"
  let name = Document.recordType.service
  let query = "SELECT id, status_id, status_changed_at FROM my_azur_document LIMIT 5"
  var emulator: any EmulatedService { documents }

  func snapshot() -> [RecordReference: String] {
    let type = Document.recordType.name
    return Dictionary(
      uniqueKeysWithValues: documents.snapshot().map { (RecordReference(type: type, id: "\($0)"), $1) })
  }

  func change(_ count: Int) { documents.moveStatuses(count) }

  func sync(from baseURL: String, into store: any SyncStore, inSmallPages: Bool) -> SyncSequence {
    var options = MyAzur.Client.SyncOptions()
    if inSmallPages { options.tuning.batch = 10 }
    return MyAzur.Client(token: "any-token", environment: .init(baseURL))
      .sync(folder: Self.folder, into: store, options: options)
  }

  func findings(in store: any RecordReader) throws -> [String] {
    let open = try store.all(Document.self).filter { $0.incoming && $0.status != .paid && $0.status != .rejected }
    let newest = open.sorted { $0.createdAt > $1.createdAt }.prefix(3)
    return ["\(open.count.grouped) received documents are neither paid nor rejected; the newest:"]
      + newest.map { "  document \($0.id), \($0.status), created \($0.createdAt)" }
  }
}
