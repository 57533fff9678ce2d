@_spi(Generated) import Tributary
@_spi(Generated) import TributaryJSON

// Only what the protocol needs is read of a page and of a session, so that invalid text elsewhere does not stop the
// queue.

/// A page of the queue, its items and its `meta` not decoded.
struct QueuePage: JSONDecodable, Sendable {
  private let items: RawList
  private var meta: RawJSON?

  private static let keys = JSONKeys("items", "meta")

  /// The responses to a request for a page.
  static let responses: [SuccessResponse<SessionQueue.Page?>] = [
    .json(200, as: Self.self) { $0.page }, .nothing(204, giving: nil),
  ]

  init(from reader: inout JSONReader) throws(JSONError) {
    var items: RawList?
    var object = try reader.beginObject(Self.keys)
    while let key = try reader.nextKey(&object) {
      switch key {
      case 0: items = try RawList(from: &reader)
      case 1: meta = try reader.readRaw()
      default: try reader.skipValue()
      }
    }
    self.items = try object.require(items, 0)
  }

  /// The page as the protocol sees it.
  var page: SessionQueue.Page {
    SessionQueue.Page(
      items: items, unsettledObjects: unsettledObjects, left: try? meta?.member("count_left")?.decode(as: Int?.self))
  }

  /// The objects that belong here but could not be delivered. One that does not decode cannot be requested, but is not
  /// forgotten either.
  private var unsettledObjects: [RecordReference] {
    guard let list = meta?.member("failed_objects"), list.text != "null" else { return [] }
    guard let failed = try? list.decode(as: Records<SyncFailedObject>.self) else {
      return [RecordReference(type: "", id: list.text)]
    }
    return failed.map { RecordReference(type: $0.type, id: "\($0.id)") }
      + failed.undecodable.map { RecordReference(type: "", id: $0.payload.text) }
  }
}

/// A session that has begun.
struct QueueSession: JSONDecodable, Sendable {
  private let id: String
  private var queues: RawJSON?

  private static let keys = JSONKeys("id", "queues")

  /// The responses to a request for a session.
  static let responses: [SuccessResponse<SessionQueue.Session?>] = [
    .json(201, as: Self.self, in: "data") { $0.session }, .nothing(204, giving: nil),
  ]

  init(from reader: inout JSONReader) throws(JSONError) {
    var id: String?
    var object = try reader.beginObject(Self.keys)
    while let key = try reader.nextKey(&object) {
      switch key {
      case 0: id = try reader.readIfPresent(String.self)
      case 1: queues = try reader.readRaw()
      default: try reader.skipValue()
      }
    }
    self.id = try object.require(id, 0)
  }

  /// The session as the protocol sees it.
  var session: SessionQueue.Session {
    let main = queues?.elements?.lazy.compactMap { try? $0.decode(as: SyncQueueEnvelope.self).data }
      .first { $0.name == "main" }
    return SessionQueue.Session(id: id, total: main?.totalCount)
  }
}
