import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

/// A service with a queue a device, and the vices that a real one might have.
struct SessionQueueServer {
  struct Object {
    var revision = 1
    var isDeleted = false
  }

  /// What the service does badly.
  struct Vices {
    /// How many keys of an acknowledgement are taken in; it is accepted all the same.
    var keysTakenIn = Int.max
    /// How many starts go by before acknowledgements take effect.
    var lag = 0
    var emptyPages = 0
    var repeatedPages = 0
    /// A session vanishes after this many pages; `0` hands out nothing.
    var pagesPerSession: Int?
    /// How many sessions vanish; the others live.
    var vanishing = Int.max
    /// Objects that fail, and how often still.
    var failing: [Int: Int] = [:]
    /// Whether an object that failed counts as delivered.
    var losesFailed = false
    var forbidden: Set<Int> = []
    var largestChunk = Int.max
    var refused: Set<Int> = []
    var keyless: Set<Int> = []
    var broken: Set<Int> = []
    /// Items without identifier.
    var nameless = 0
    var reportsLeft = true
    var reportsTotal = true
    /// A change before each start.
    var isBusy = false
  }

  struct Session {
    var device: String
    var queue: [Int]
    var pages = 0
    var last: String?
  }

  static let types = ["lead", "contact", "deal", "gadget"]

  var objects: [Int: Object] = [:]
  var vices = Vices()
  var pageSize = 5
  private(set) var sessions: [String: Session] = [:]
  private(set) var acknowledged: [String: [String: Int]] = [:]
  private var late: [(start: Int, device: String, keys: [String])] = []
  private(set) var starts = 0
  private(set) var requests: [SessionQueue.Request] = []
  private var random: SeededRandom

  init(objects: Int = 0, seed: UInt64 = 1) {
    random = SeededRandom(seed: seed)
    for id in 0..<objects { self.objects[id] = Object() }
  }

  static func type(_ id: Int) -> String { types[id % types.count] }

  mutating func touch(_ id: Int) { objects[id] = Object(revision: (objects[id]?.revision ?? 0) + 1) }

  mutating func delete(_ id: Int) {
    guard let object = objects[id], !object.isDeleted else { return }
    objects[id] = Object(revision: object.revision + 1, isDeleted: true)
  }

  mutating func change(_ count: Int) {
    for _ in 0..<count {
      let id = Int.random(in: 0..<max(objects.count + 2, 1), using: &random)
      if Int.random(in: 0..<4, using: &random) == 0 { delete(id) } else { touch(id) }
    }
  }

  /// What a faithful mirror holds.
  var mirror: [String: String] {
    objects.filter { !$0.value.isDeleted }.reduce(into: [:]) {
      $0["\(Self.type($1.key)) \($1.key)"] = payload($1.key, $1.value)
    }
  }

  private func payload(_ id: Int, _ object: Object) -> String {
    #"{"id":\#(id),"revision":\#(object.revision)\#(vices.broken.contains(id) ? #","broken":true"# : "")}"#
  }

  // MARK: - Answers

  mutating func respond(to request: SessionQueue.Request) throws -> SessionQueue.Response {
    requests.append(request)
    switch request {
    case .start(let device): return start(device)
    case .page(let device, let session): return try page(device, session)
    case .acknowledge(let device, let keys): return acknowledge(device, keys)
    case .object(let reference): return try object(reference)
    }
  }

  private mutating func start(_ device: String) -> SessionQueue.Response {
    starts += 1
    if vices.isBusy { touch(starts % 7) }
    let due = late.filter { $0.start < starts }
    late.removeAll { $0.start < starts }
    for (_, device, keys) in due { take(keys, from: device) }
    let queue = waiting(for: device)
    guard !queue.isEmpty else { return .nothing }
    let id = "session-\(sessions.count)"
    sessions[id] = Session(device: device, queue: queue.shuffled(using: &random))
    return .session(SessionQueue.Session(id: id, total: vices.reportsTotal ? queue.count : nil))
  }

  private func waiting(for device: String) -> [Int] {
    let known = acknowledged[device] ?? [:]
    // What was accepted counts for deletions at once, and for the rest when it takes effect.
    let accepted = Set(late.filter { $0.device == device }.flatMap(\.keys).map { $0.split(separator: "|")[1] })
    let due = objects.filter { id, object in
      if vices.failing[id, default: 0] > 0, !object.isDeleted, !vices.losesFailed { return true }
      let revision = known["\(id)"]
      return revision != object.revision && !(object.isDeleted && revision == nil && !accepted.contains("\(id)"))
    }
    let nameless = (0..<vices.nameless).filter { known["nameless\($0)"] == nil }.map { -1 - $0 }
    return due.keys.sorted() + nameless
  }

  private mutating func page(_ device: String, _ id: String) throws -> SessionQueue.Response {
    guard var session = sessions[id], session.device == device else { return .gone }
    if let limit = vices.pagesPerSession, session.pages >= limit, vices.vanishing > 0 {
      vices.vanishing -= 1
      sessions[id] = nil
      return .gone
    }
    defer { if sessions[id] != nil { sessions[id] = session } }
    if session.queue.isEmpty { return .nothing }
    if vices.emptyPages > 0 {
      vices.emptyPages -= 1
      return try list([], unsettledObjects: [], left: session.queue.count)
    }
    if vices.repeatedPages > 0, let last = session.last {
      vices.repeatedPages -= 1
      return .page(SessionQueue.Page(items: try RawList(json: last), left: session.queue.count))
    }
    session.pages += 1
    var ids = Array(session.queue.prefix(pageSize))
    session.queue.removeFirst(ids.count)
    var unsettledObjects: [Int] = []
    ids.removeAll { id in
      guard let times = vices.failing[id], times > 0, objects[id]?.isDeleted == false else { return false }
      vices.failing[id] = times - 1
      unsettledObjects.append(id)
      if vices.losesFailed { acknowledged[device, default: [:]]["\(id)"] = objects[id]?.revision }
      return true
    }
    let response = try list(ids, unsettledObjects: unsettledObjects, left: session.queue.count)
    if case .page(let page) = response { session.last = page.items.jsonText }
    return response
  }

  private mutating func list(_ ids: [Int], unsettledObjects: [Int], left: Int) throws -> SessionQueue.Response {
    let items = ids.map { item($0) }
    return .page(
      SessionQueue.Page(
        items: try RawList(json: "[\(items.joined(separator: ","))]"),
        unsettledObjects: unsettledObjects.map { RecordReference(type: Self.type($0), id: "\($0)") },
        left: vices.reportsLeft ? left : nil))
  }

  private mutating func item(_ id: Int) -> String {
    guard let object = objects[id] else {
      return #"{"type":"lead","data":{"name":"x"},"event":"created","key":"lead|nameless\#(-1 - id)|1"}"#
    }
    let key = vices.keyless.contains(id) ? "" : #","key":"\#(Self.type(id))|\#(id)|\#(object.revision)""#
    let event =
      object.isDeleted ? "deleted" : ["created", "updated", "refurbished"].randomElement(using: &random) ?? ""
    let data = object.isDeleted ? #"{"id":\#(id)}"# : payload(id, object)
    return #"{"type":"\#(Self.type(id))","data":\#(data),"event":"\#(event)"\#(key)}"#
  }

  private mutating func acknowledge(_ device: String, _ keys: [String]) -> SessionQueue.Response {
    #expect(!keys.isEmpty && Set(keys).count == keys.count)
    let parts = keys.map { $0.split(separator: "|") }
    guard keys.count <= vices.largestChunk, !parts.contains(where: { vices.refused.contains(Int($0[1]) ?? -1) }) else {
      return .refused
    }
    let keys = Array(keys.prefix(vices.keysTakenIn))
    if vices.lag == 0 { take(keys, from: device) } else { late.append((starts + vices.lag, device, keys)) }
    return .accepted
  }

  private mutating func take(_ keys: [String], from device: String) {
    for key in keys {
      let parts = key.split(separator: "|").map(String.init)
      let revision = Int(parts[2]) ?? 0
      acknowledged[device, default: [:]][parts[1]] = max(acknowledged[device]?[parts[1]] ?? 0, revision)
    }
  }

  private func object(_ reference: RecordReference) throws -> SessionQueue.Response {
    guard let id = Int(reference.id), let object = objects[id], !object.isDeleted else { return .missing }
    guard !vices.forbidden.contains(id) else { return .unavailable }
    return .object(try RawJSON(payload(id, object)), problem: vices.broken.contains(id) ? "broken" : nil)
  }

  /// What an adapter reads from an item.
  @Sendable static func interpret(_ raw: RawJSON) -> SessionQueue.Item {
    guard case .object(let item)? = try? raw.value() else {
      return SessionQueue.Item(type: "", id: nil, key: nil, kind: nil, problem: "no object")
    }
    let type = item["type"]?.string ?? ""
    let data = item["data"] ?? .null
    let payload = RawJSONText.of(data)
    let isDeletion = item["event"]?.string == "deleted"
    return SessionQueue.Item(
      type: type, id: data["id"]?.int.map { "\($0)" }, key: item["key"]?.string,
      kind: isDeletion ? .delete : payload.map { .upsert($0) }, isKnown: type != "gadget",
      problem: data["broken"] == nil ? nil : "broken")
  }
}

private enum RawJSONText {
  static func of(_ value: JSONValue) -> RawJSON? { try? RawJSON(JSONWriter.bytes(of: value).text) }
}
