import Tributary
import TributaryEmulator
import TributaryJSON

/// A service with a queue for each device. It keeps what ``SessionQueue/assumptions`` says, and nothing besides.
struct SessionQueueSimulationServer {
  struct Object: Equatable {
    /// `0` when there never was one.
    var revision = 0
    var isDeleted = false
  }

  /// What the service does badly. A number is the chance, one in so many; `0` is never.
  struct Vices {
    var changes = 0
    var errors = 0
    var repeats = 0
    var emptyPages = 0
    var repeatedPages = 0
    var lostSessions = 0
    var doubles = 0
    /// How long accepted acknowledgements take to have an effect, in requests.
    var lag = 0
    var largestChunk = Int.max
    /// Whether an object that failed counts as delivered when a key of its page is acknowledged.
    var losesFailed = false
    /// Whether the key of an object that is gone since is refused.
    var refusesKeysOfGone = false
    /// Objects that fail in the queue, that are forbidden past it, and how often still.
    var failing: [Int: Int] = [:]
    var forbidden: [Int: Int] = [:]
    var keyless: Set<Int> = []
    var undecodable: Set<Int> = []
    var refused: Set<Int> = []
    /// How many items have no identifier.
    var nameless = 0
  }

  private struct Device {
    /// The revisions that were taken in.
    var taken: [Int]
    var namelessTaken: Set<String> = []
    /// Whether an acknowledgement of the object was ever accepted.
    var isKnownToHave: [Bool]
    var handedOut: [Int]
    var late: [(due: Int, keys: [String])] = []
    var failed: [(key: String, id: Int, revision: Int)] = []
  }

  private struct Session {
    var device: String
    /// Objects, and as negative numbers items without identifier.
    var queue: [Int]
    var last: SessionQueue.Page?
  }

  var vices = Vices()
  var pageSize = 3
  var reportsLeft = true
  var faults = Tally<SessionQueueSimulationFault>()
  private(set) var objects: [Object]
  /// The objects as they were when the service was last asked for a session.
  private(set) var proof: [Object] = []
  private var isProven = false
  private var now = 0
  private var devices: [String: Device] = [:]
  private var sessions: [Session?] = []
  private var random: SeededRandom

  init(objects count: Int, seed: UInt64) {
    random = SeededRandom(seed: seed)
    objects = Array(repeating: Object(), count: count)
  }

  // MARK: - Changes

  mutating func change(_ count: Int) {
    for _ in 0..<count {
      let id = random.below(objects.count)
      let object = objects[id]
      guard object.revision < 4000 else { return }
      let exists = object.revision > 0 && !object.isDeleted
      objects[id] = Object(revision: object.revision + 1, isDeleted: exists && random.happens(3))
      faults.count(objects[id].isDeleted ? .deleted : exists ? .updated : .created)
      faults.count(.changedAfterTheProof, if: isProven)
    }
  }

  /// What a faithful mirror holds.
  var mirror: [Int: Int] {
    var mirror: [Int: Int] = [:]
    for id in objects.indices where objects[id].revision > 0 && !objects[id].isDeleted {
      mirror[id] = objects[id].revision
    }
    return mirror
  }

  /// Whether a mirror has all that there was when the service was last asked for a session, in that state or a later
  /// one, and nothing else.
  func isEqualled(by mirror: [Int: Int]) -> Bool {
    objects.indices.allSatisfy { id in
      let (then, now) = (proof[id], objects[id])
      guard let held = mirror[id] else {
        // Not held: it was not there then, or has gone since.
        return then.revision == 0 || then.isDeleted || now.revision > then.revision
      }
      return held >= then.revision && held <= now.revision && (held > then.revision || !then.isDeleted)
    }
  }

  mutating func beginRun() { isProven = false }

  mutating func wait() { now += 4 }

  // MARK: - Requests

  /// The answer, or `nil` for an error, after which the service may have done what it was asked or not.
  mutating func exchange(_ request: SessionQueue.Request) throws -> SessionQueue.Response? {
    if random.happens(vices.changes) { change(1) }
    if random.happens(vices.errors) {
      switch random.below(3) {
      case 0: faults.count(.requestLost)
      case 1:
        faults.count(.responseLost)
        _ = try respond(to: request)
      default: faults.count(.errorStatus)
      }
      return nil
    }
    if random.happens(vices.repeats) {
      // The answer was lost, and the client asks once more.
      faults.count(.requestRepeated)
      let lost = try respond(to: request)
      if case .page(let page) = lost { faults.count(.skippedPage, if: page.items.jsonText != "[]") }
      if random.happens(2) { change(1) }
    }
    return try respond(to: request)
  }

  private mutating func respond(to request: SessionQueue.Request) throws -> SessionQueue.Response {
    now += 1
    switch request {
    case .start(let device): return start(device)
    case .page(let device, let session): return try page(device, session)
    case .acknowledge(let device, let keys): return acknowledge(device, keys)
    case .object(let reference): return try object(reference)
    }
  }

  private mutating func start(_ name: String) -> SessionQueue.Response {
    proof = objects
    var device = device(name)
    for (due, keys) in device.late where due <= now {
      faults.count(.takenInLate)
      take(keys, for: &device)
    }
    device.late.removeAll { $0.due <= now }
    devices[name] = device
    var queue: [Int] = []
    for id in objects.indices where objects[id].revision > device.taken[id] {
      // A deletion is told to those who are known to have the object.
      if objects[id].isDeleted {
        faults.count(device.isKnownToHave[id] ? .deletionReported : .deletionUnreported)
        guard device.isKnownToHave[id] else { continue }
      }
      queue.insert(id, at: random.below(queue.count + 1))
    }
    for number in 0..<vices.nameless where !device.namelessTaken.contains("\(-1 - number)") {
      queue.append(-1 - number)
    }
    isProven = queue.isEmpty
    guard !queue.isEmpty else { return .nothing }
    sessions.append(Session(device: name, queue: queue))
    return .session(SessionQueue.Session(id: "\(sessions.count - 1)", total: queue.count))
  }

  private func device(_ name: String) -> Device {
    devices[name]
      ?? Device(
        taken: Array(repeating: 0, count: objects.count), isKnownToHave: Array(repeating: false, count: objects.count),
        handedOut: Array(repeating: 0, count: objects.count))
  }

  // MARK: - Pages

  private mutating func page(_ name: String, _ id: String) throws -> SessionQueue.Response {
    guard let place = Int(id), var session = sessions[place], session.device == name else { return .gone }
    if random.happens(vices.lostSessions) {
      faults.count(.lostSession)
      sessions[place] = nil
      return .gone
    }
    if session.queue.isEmpty { return .nothing }
    if random.happens(vices.emptyPages) {
      faults.count(.emptyPage)
      return try .page(SessionQueue.Page(items: RawList(json: "[]"), left: reportsLeft ? session.queue.count : nil))
    }
    if random.happens(vices.repeatedPages), let last = session.last {
      faults.count(.repeatedPage)
      return .page(last)
    }
    let page = try nextPage(of: &session)
    session.last = page
    sessions[place] = session
    return .page(page)
  }

  private mutating func nextPage(of session: inout Session) throws -> SessionQueue.Page {
    var device = device(session.device)
    var items: [String] = []
    var key: String?
    var failed: [Int] = []
    let ids = session.queue.prefix(pageSize)
    session.queue.removeFirst(ids.count)
    for id in ids {
      if id < 0 {
        faults.count(.nameless)
        items.append("\(id)")
      } else if let times = vices.failing[id], times > 0, !objects[id].isDeleted {
        faults.count(.failed)
        vices.failing[id] = times - 1
        failed.append(id)
      } else {
        let item = item(id)
        faults.count(.failedAndHandedOutLater, if: vices.failing[id] == 0)
        faults.count(.cameAgain, if: device.handedOut[id] == item.revision)
        faults.count(.unknownType, if: id & 3 == 3)
        // What fails on a page goes with a key that no other page has, so that a page that was lost counts for nothing.
        if key == nil, !item.isOdd(.keyless), device.handedOut[id] != item.revision { key = item.key }
        if !device.failed.isEmpty { device.failed.removeAll { $0.key == item.key } }
        device.handedOut[id] = item.revision
        if random.happens(vices.doubles) { double(item, on: &items, in: &session) }
        items.append(item.json)
      }
    }
    if vices.losesFailed, let key {
      device.failed += failed.map { (key: key, id: $0, revision: objects[$0].revision) }
    }
    devices[session.device] = device
    return SessionQueue.Page(
      items: try RawList(json: "[\(items.joined(separator: ","))]"),
      unsettledObjects: failed.map { SessionQueueSimulationItem.reference($0) },
      left: reportsLeft ? session.queue.count : nil)
  }

  private mutating func item(_ id: Int) -> SessionQueueSimulationItem {
    var item = SessionQueueSimulationItem(id: id, revision: objects[id].revision)
    if objects[id].isDeleted { item.oddities |= SessionQueueSimulationItem.Oddity.deletion.rawValue }
    if vices.keyless.contains(id) {
      faults.count(.keyless)
      item.oddities |= SessionQueueSimulationItem.Oddity.keyless.rawValue
    }
    if vices.undecodable.contains(id) {
      faults.count(.undecodable)
      item.oddities |= SessionQueueSimulationItem.Oddity.undecodable.rawValue
    }
    return item
  }

  /// Hands an item out twice: on this page, as it is or after an older state of it, or once more in this session.
  private mutating func double(
    _ item: SessionQueueSimulationItem, on items: inout [String], in session: inout Session
  ) {
    switch random.below(3) {
    case 0:
      faults.count(.doubledOnPage)
      items.append(item.json)
    case 1 where item.revision > 1:
      faults.count(.olderStateFirst)
      items.append(SessionQueueSimulationItem(id: item.id, revision: item.revision - 1).json)
    default:
      faults.count(.doubledInSession)
      session.queue.append(item.id)
    }
  }

  // MARK: - Acknowledgements and objects

  private mutating func acknowledge(_ name: String, _ keys: [String]) -> SessionQueue.Response {
    if keys.count > vices.largestChunk {
      faults.count(.chunkRefused)
      return .refused
    }
    var device = device(name)
    let items = keys.compactMap { SessionQueueSimulationItem(key: $0) }
    for item in items {
      let isOfGone =
        vices.refusesKeysOfGone && objects[item.id].isDeleted && item.revision < objects[item.id].revision
      if isOfGone { faults.count(.keyOfGoneObjectRefused) }
      guard !isOfGone, !vices.refused.contains(item.id) else {
        faults.count(.keyRefused)
        return .refused
      }
    }
    for item in items { device.isKnownToHave[item.id] = true }
    if vices.lag == 0 {
      take(keys, for: &device)
    } else {
      device.late.append((now + random.below(vices.lag) + 1, keys))
    }
    devices[name] = device
    return .accepted
  }

  private mutating func take(_ keys: [String], for device: inout Device) {
    for key in keys {
      guard let item = SessionQueueSimulationItem(key: key) else {
        device.namelessTaken.insert(key)
        continue
      }
      device.taken[item.id] = max(device.taken[item.id], item.revision)
      for failed in device.failed where failed.key == key {
        faults.count(.failedAndCountedAsDelivered)
        device.taken[failed.id] = max(device.taken[failed.id], failed.revision)
      }
    }
  }

  private mutating func object(_ reference: RecordReference) throws -> SessionQueue.Response {
    guard let id = Int(reference.id) else { return .missing }
    if let times = vices.forbidden[id], times > 0 {
      vices.forbidden[id] = times - 1
      faults.count(.forbidden)
      return .unavailable
    }
    guard objects[id].revision > 0, !objects[id].isDeleted else {
      faults.count(.failedAndGone)
      return .missing
    }
    faults.count(.gotPastTheQueue)
    let item = item(id)
    return .object(try RawJSON(item.json), problem: item.isOdd(.undecodable) ? "undecodable" : nil)
  }
}
