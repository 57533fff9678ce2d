@_spi(Generated) import Tributary
@_spi(Generated) import TributaryJSON

/// An item of the queue with both halves undecoded, so that a fault in one does not affect the other.
private struct QueueItem: JSONDecodable {
  var data: RawJSON?
  var meta: RawJSON?

  static let keys = JSONKeys("data", "meta")

  init(from reader: inout JSONReader) throws(JSONError) {
    var object = try reader.beginObject(Self.keys)
    while let key = try reader.nextKey(&object) {
      switch key {
      case 0: data = try reader.readRaw()
      case 1: meta = try reader.readRaw()
      default: try reader.skipValue()
      }
    }
  }
}

extension SessionQueue.Item {
  /// Reads an item. What cannot be read is missing.
  init(_ raw: RawJSON) {
    let item = try? raw.decode(as: QueueItem.self)
    let meta = item?.meta.map(QueueItemMeta.init) ?? QueueItemMeta()
    self.init(type: meta.type, id: nil, key: meta.key, kind: meta.isDeletion ? .delete : nil)
    guard let data = item?.data else { return }
    if meta.isDeletion {
      id = data.identifier
    } else {
      let reading = QueuedRecord.reading(data, as: type)
      (id, kind, isKnown, problem) = (reading.id, .upsert(data), reading.isKnown, reading.problem)
    }
  }
}

/// What the protocol needs to know about an item's `meta`.
private struct QueueItemMeta {
  var type = ""
  var key: String?
  var isDeletion = false

  init() {}

  init(_ raw: RawJSON) {
    if let meta = try? raw.decode(as: SyncItemMeta.self) {
      (type, key) = (meta.type, meta.sync.acknowledgementKey)
      isDeletion = meta.sync.eventType == .deleted
    } else if let meta = try? raw.value() {
      let sync = meta["sync"]
      (type, key) = (meta["type"]?.string ?? "", sync?["ack_key"]?.string)
      isDeletion = sync?["event_type"]?.string == SyncEventType.deleted.rawValue
    }
  }
}

extension RawJSON {
  /// The member `id` as text, if it is a number or a string.
  var identifier: String? {
    let id = try? member("id")?.value()
    return id?.string ?? id?.number?.text
  }
}
