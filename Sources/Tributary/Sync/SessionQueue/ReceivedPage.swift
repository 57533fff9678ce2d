/// What a page of the queue means beyond its records: what to acknowledge, and which objects are unsettled.
struct ReceivedPage: Sendable {
  let page: SessionQueue.Page
  let session: SessionQueue.Session
  /// Whether it holds something that the previous page did not.
  let isNews: Bool
  private(set) var count = 0
  /// How many items cannot be acknowledged because they have no key.
  private(set) var keyless = 0
  private(set) var keys: [PendingAcknowledgements.Key] = []
  private var texts: Set<ExactText> = []
  /// Records that are stored and cannot be acknowledged.
  private(set) var unacknowledgeable: [RecordReference] = []
  private var handedOut: [RecordReference] = []

  init(_ page: SessionQueue.Page, of session: SessionQueue.Session, isNews: Bool) {
    self.page = page
    self.session = session
    self.isNews = isNews
  }

  mutating func add(_ item: SessionQueue.Item, unsettled: Set<RecordReference>) {
    count += 1
    if let key = item.key {
      if texts.insert(ExactText(key)).inserted { keys.append(.init(text: key, holding: item.holding)) }
    } else {
      keyless += 1
      if case .record(let record) = item.holding { unacknowledgeable.append(record) }
    }
    guard !unsettled.isEmpty, let id = item.id, item.kind != nil else { return }
    let record = RecordReference(type: item.type, id: id)
    if unsettled.contains(record) { handedOut.append(record) }
  }

  /// The unsettled objects of the page.
  var unsettledObjects: [RecordReference] { page.unsettledObjects + unacknowledgeable }

  /// Objects that were unsettled and are delivered now without failing again on the same page.
  var recovered: [RecordReference] {
    guard !handedOut.isEmpty else { return [] }
    let failing = Set(unsettledObjects)
    return handedOut.filter { !failing.contains($0) }
  }
}

extension SessionQueue.Item {
  fileprivate var holding: PendingAcknowledgements.Holding {
    guard let id, case .upsert? = kind, !type.isEmpty else { return .nothing }
    return .record(RecordReference(type: type, id: id))
  }
}
