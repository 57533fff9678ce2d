@_spi(Generated) import Tributary
@_spi(Generated) import TributaryJSON

// What the generator would write for the library of the guide.

struct Book: SyncRecord {
  typealias ID = Identifier<Book, Int>

  static let keys = JSONKeys("id", "title", "updated_at", "is_deleted")
  static let recordType = RecordType(service: "library", name: "book", fields: keys.names)

  var id: ID = 0
  var title = ""
  var updatedAt: Timestamp?
  var isDeleted: Bool?

  init(from reader: inout JSONReader) throws(JSONError) {
    var object = try reader.beginObject(Self.keys)
    while let key = try reader.nextKey(&object) {
      switch key {
      case 0: try reader.read(&id)
      case 1: try reader.read(&title)
      case 2: updatedAt = try reader.readIfPresent(Timestamp.self)
      case 3: isDeleted = try reader.readIfPresent(Bool.self)
      default: try reader.skipValue()
      }
    }
    try object.require(0, 1)
  }

  func encode(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.fields("id", id, "title", title, "updated_at", updatedAt, "is_deleted", isDeleted)
    writer.endObject()
  }
}

struct Member: SyncRecord {
  typealias ID = Identifier<Member, String>

  static let keys = JSONKeys("id")
  static let recordType = RecordType(service: "library", name: "member", fields: keys.names)

  var id: ID = ""

  init(from reader: inout JSONReader) throws(JSONError) {
    var object = try reader.beginObject(Self.keys)
    while let key = try reader.nextKey(&object) {
      if key == 0 { try reader.read(&id) } else { try reader.skipValue() }
    }
    try object.require(0)
  }

  func encode(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("id", id)
    writer.endObject()
  }
}

/// A response that has rows of two types, and deletions of one of them apart.
struct LibraryChanges: JSONModel {
  static let keys = JSONKeys("books", "members", "departed", "next_page", "token", "everything", "created_at")

  var books: Records<Book>?
  var members: Records<Member>?
  var departed: Records<Member>?
  var nextPage: String?
  var token: String?
  var everything: Bool?
  var createdAt = LocalTimestamp.epoch

  init(from reader: inout JSONReader) throws(JSONError) {
    var object = try reader.beginObject(Self.keys)
    while let key = try reader.nextKey(&object) {
      switch key {
      case 0: books = try reader.readIfPresent(Records<Book>.self)
      case 1: members = try reader.readIfPresent(Records<Member>.self)
      case 2: departed = try reader.readIfPresent(Records<Member>.self)
      case 3: nextPage = try reader.readIfPresent(String.self)
      case 4: token = try reader.readIfPresent(String.self)
      case 5: everything = try reader.readIfPresent(Bool.self)
      case 6: try reader.read(&createdAt)
      default: try reader.skipValue()
      }
    }
  }

  func encode(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.fields("books", books, "members", members, "departed", departed)
    writer.fields("next_page", nextPage, "token", token)
    writer.fields("everything", everything, "created_at", createdAt)
    writer.endObject()
  }
}

struct LibraryClient: Sendable {
  let service: ServiceClient

  static func changes(token: String?, page: String?) -> Endpoint<LibraryChanges> {
    Endpoint(
      "changes", "GET", "/changes", query: [.item("token", token), .item("page", page)], responses: [.json(200)])
  }

  static func books(page: Int? = nil, since: Timestamp? = nil) -> Endpoint<Records<Book>> {
    Endpoint(
      "books.list", "GET", "/books", query: [.item("page", page), .item("since", since)], responses: [.json(200)])
  }

  static func books(changedAfter moment: LocalTimestamp) -> Endpoint<LibraryChanges> {
    Endpoint("books.changed", "GET", "/books/changed", query: [.item("after", moment)], responses: [.json(200)])
  }

  static func startSession(device: String) -> Endpoint<SessionQueue.Session?> {
    Endpoint(
      "queue.start", "POST", "/queue/\(device)",
      responses: [
        .json(201, as: RawJSON.self) { .init(id: $0.member("id")?.text ?? "") }, .nothing(204, giving: nil),
      ])
  }

  static func queue(device: String, session: String) -> Endpoint<SessionQueue.Page?> {
    Endpoint(
      "queue.next", "GET", "/queue/\(device)/\(session)",
      responses: [.json(200, as: RawList.self) { .init(items: $0) }, .nothing(204, giving: nil)])
  }

  static func acknowledge(device: String, keys: [String]) -> Endpoint<Void> {
    Endpoint("queue.acknowledge", "POST", "/queue/\(device)/keys", body: .json(keys), responses: [.nothing(202)])
  }
}
