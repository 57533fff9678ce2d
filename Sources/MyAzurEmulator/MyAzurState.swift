import TributaryEmulator
@_spi(Generated) import TributaryJSON

/// The documents and the clock of an emulated My Azur.
struct MyAzurState: Sendable {
  var documents: [Int: Document] = [:]
  var tokens: Set<String> = []
  var listCount = 0
  private let configuration: MyAzurEmulator.Configuration
  private var random: SeededRandom
  private var clock: EmulatedClock
  private var ids: [Int] = []
  private var changes = 0

  init(_ configuration: MyAzurEmulator.Configuration, now: (@Sendable () -> Int)?) {
    self.configuration = configuration
    random = SeededRandom(seed: configuration.seed)
    clock = EmulatedClock(now: now)
    let start = clock.microseconds
    for index in 0..<max(configuration.records, 0) {
      // The documents are spread over the previous 90 days, so that a first sync has a history to fetch.
      let age = 90 * 86_400 * 1_000_000 / max(configuration.records, 1) * (configuration.records - index)
      addDocument(at: start - age + Int.random(in: 0..<1_000_000, using: &random))
    }
  }

  /// Lets the time of one request pass, and makes the changes that are due.
  mutating func passTime() {
    let due = clock.passRequest(
      seconds: configuration.secondsPerRequest, changeEvery: configuration.secondsPerChange)
    change(due)
  }

  /// Moves random statuses; every tenth time a new document arrives instead.
  mutating func change(_ count: Int) {
    for _ in 0..<max(count, 0) {
      changes += 1
      if changes % 10 == 0 { addDocument() } else { moveStatus() }
    }
  }

  mutating func advance(seconds: Int) { clock.advance(seconds: seconds) }

  /// Seconds from 1970 for the `Date` header.
  var seconds: Int { clock.seconds }

  /// The stamp of this moment, as the service writes it.
  mutating func stamp() -> EmulatedStamp {
    EmulatedStamp(microseconds: clock.tick() + configuration.zoneOffset * 1_000_000)
  }

  /// Documents as a list shows them now, in the order of their identifiers.
  mutating func list(folder: Int, incoming: Bool, after: EmulatedStamp?) -> (at: EmulatedStamp, [Document]) {
    listCount += 1
    let now = stamp()
    let isExclusive = configuration.isBoundaryExclusive
    let visible = now.microseconds - configuration.commitLag * 1_000_000
    var matching: [Document] = []
    for id in ids {
      guard let document = documents[id], document.folder == folder, document.incoming == incoming,
        document.statusChangedAt.microseconds <= visible,
        after.map({ document.statusChangedAt > $0 || !isExclusive && document.statusChangedAt == $0 }) ?? true
      else { continue }
      matching.append(document)
      if matching.count == configuration.cap { break }
    }
    return (now, matching)
  }

  private mutating func addDocument() {
    addDocument(at: clock.tick() + configuration.zoneOffset * 1_000_000)
  }

  private mutating func addDocument(at microseconds: Int) {
    let id = (ids.last ?? 0) + Int.random(in: 1...4, using: &random)
    let incoming = Int.random(in: 0..<3, using: &random) < 2
    let stamp = EmulatedStamp(microseconds: microseconds)
    documents[id] = Document(
      id: id, folder: configuration.folder, incoming: incoming, status: 1,
      responseStatus: incoming && Bool.random(using: &random) ? 1 : nil, createdAt: stamp, statusChangedAt: stamp,
      user: "user-\(String(Int.random(in: 0..<0xffff, using: &random), radix: 16))")
    ids.append(id)
  }

  private mutating func moveStatus() {
    guard let id = ids.randomElement(using: &random), var document = documents[id] else { return }
    document.status = Int.random(in: 1...13, using: &random)
    if document.incoming { document.responseStatus = Int.random(in: 1...4, using: &random) }
    document.statusChangedAt = stamp()
    documents[id] = document
  }
}

/// A document as the emulated service holds it.
struct Document: Sendable, JSONEncodable {
  var id: Int
  var folder: Int
  var incoming: Bool
  var status: Int
  var responseStatus: Int?
  var createdAt: EmulatedStamp
  var statusChangedAt: EmulatedStamp
  var user: String

  func encode(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("created_at", createdAt.text)
    writer.field("created_by", user)
    writer.field("folder_id", folder)
    writer.field("id", id)
    writer.field("incoming", incoming)
    writer.field("response_status_id", responseStatus)
    writer.field("status_changed_at", statusChangedAt.text)
    writer.field("status_id", status)
    writer.field("updated_at", statusChangedAt.text)
    writer.field("updated_by", user)
    writer.endObject()
  }
}
