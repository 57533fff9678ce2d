import Tributary
import TributaryJSON

/// The three sync endpoints: start, queue, acknowledge.
struct SyncRouter {
  /// The most acknowledgements that wait. Beyond it, the oldest takes effect early.
  private static let waitingCapacity = 1000

  let request: HTTPRequest
  let root: String

  /// - Parameter path: The path after `/v2/sync/`.
  func respond(to path: [String], in state: inout SellState) throws(Refusal) -> SellResponse {
    let isKnown =
      switch (request.method, path.count) {
      case ("POST", 1): path[0] == "start" || path[0] == "ack"
      case ("GET", 3): path[1] == "queues"
      default: false
      }
    guard isKnown else {
      throw .incorrectPath("/v2/sync/" + path.joined(separator: "/"), method: request.method)
    }
    guard let device = request.headers["X-Basecrm-Device-UUID"], (1...200).contains(device.utf8.count) else {
      throw Refusal(
        400, "invalid_header", "invalid request header",
        "The request header 'X-Basecrm-Device-UUID' is malformed, missing, or has an invalid value.")
    }
    state.sync.remember(device, request: state.counts.total, capacity: state.configuration.deviceCapacity)
    state.sync.expireSessions(before: state.seconds - max(0, state.behavior.sessionSeconds))
    switch path[0] {
    case "start" where path.count == 1: return try start(device, in: &state)
    case "ack" where path.count == 1: return try acknowledge(device, in: &state)
    default: return try page(device, session: path[0], queue: path[2], in: &state)
    }
  }

  private func start(_ device: String, in state: inout SellState) throws(Refusal) -> SellResponse {
    state.counts.starts += 1
    Self.settle(&state)
    let pending =
      state.sync.devices[device]?.refreshBacklog(from: state.database, audience: state.behavior.deletionAudience) ?? []
    guard !pending.isEmpty else { return .empty(204) }
    try makeRoom(in: &state)
    var places = pending.map(\.place)
    switch state.behavior.order {
    case .oldestChangeFirst: break
    case .newestChangeFirst: places.reverse()
    case .shuffled: places.shuffle(using: &state.random)
    }
    let id = state.newUUID()
    state.sync.sessions[id] = Session(device: device, queue: places, at: state.seconds)
    let size = max(1, state.behavior.pageSize)
    return .json(
      201,
      [
        "data": [
          "id": .string(id),
          "queues": [
            [
              "data": [
                "name": "main", "pages": .number(JSONNumber((places.count + size - 1) / size)),
                "total_count": .number(JSONNumber(places.count)),
              ],
              "meta": [
                "type": "sync_queue", "links": ["self": .string("\(root)/v2/sync/\(id)/queues/main")],
              ],
            ]
          ],
        ], "meta": ["type": "sync_session"],
      ])
  }

  /// Makes room for one more session. Sessions whose end was reported do not count.
  private func makeRoom(in state: inout SellState) throws(Refusal) {
    let limit = max(1, state.behavior.sessionLimit)
    guard state.sync.sessions.count >= limit else { return }
    state.sync.sessions = state.sync.sessions.filter { !$0.value.isDrained }
    while state.sync.sessions.count >= limit {
      guard state.behavior.beyondSessionLimit == .endsOldest,
        let oldest = state.sync.sessions.min(by: { $0.value.lastAsked < $1.value.lastAsked })?.key
      else {
        throw Refusal(
          429, "rate_limit_exceeded", "rate limit exceeded",
          "There are \(limit) active synchronization sessions already.")
      }
      state.sync.sessions[oldest] = nil
    }
  }

  private func page(
    _ device: String, session id: String, queue: String, in state: inout SellState
  ) throws(Refusal) -> SellResponse {
    state.counts.pages += 1
    Self.settle(&state)
    let unknown = Refusal.notFound("synchronization session", status: state.behavior.statusOfUnknownSession)
    guard queue == "main", let session = state.sync.sessions[id], session.device == device else { throw unknown }
    if let limit = state.behavior.sessionPages, session.pages >= limit {
      state.sync.sessions[id] = nil
      throw unknown
    }
    return QueuePage.next(of: id, in: &state)
  }

  private func acknowledge(_ device: String, in state: inout SellState) throws(Refusal) -> SellResponse {
    state.counts.acknowledgements += 1
    Self.settle(&state)
    let body = try Body.read(request)
    let bare = state.behavior.acceptsBareAcknowledgements ? body : nil
    guard let values = (body["data"] ?? bare)?["ack_keys"]?.array else {
      throw Refusal(
        422, "incorrect_payload", "request payload is incorrect", "The attribute '/data/ack_keys' must be an array.")
    }
    if let limit = state.behavior.acknowledgementLimit, values.count > limit {
      throw Refusal(
        422, "incorrect_payload", "request payload is incorrect",
        "The attribute '/data/ack_keys' must have at most \(limit) elements.")
    }
    var states: [(place: Int32, sequence: Int)] = []
    var texts: [String] = []
    for value in values {
      guard let text = value.string, let known = Self.state(text, device, in: state) else {
        if state.behavior.unknownKeys == .ignored { continue }
        throw Refusal(
          422, "incorrect_payload", "request payload is incorrect", "An acknowledgement key is unknown.")
      }
      states.append(known)
      texts.append(text)
    }
    state.counts.acknowledgedKeys += states.count
    for text in texts { state.sync.devices[device]?.remember(text, limit: state.configuration.rememberedKeys) }
    var waiting = SyncState.WaitingAcknowledgement(device: device, states: states, request: 0, second: 0)
    switch state.behavior.acknowledgementDelay {
    case .none: Self.take(waiting, &state)
    case .requests(let count):
      (waiting.request, waiting.second) = (state.counts.total + max(0, count), .min)
      state.sync.waiting.append(waiting)
    case .seconds(let count):
      (waiting.request, waiting.second) = (.min, state.seconds + max(0, count))
      state.sync.waiting.append(waiting)
    }
    if state.sync.waiting.count > Self.waitingCapacity { Self.take(state.sync.waiting.removeFirst(), &state) }
    return .empty(state.behavior.acknowledgementStatus)
  }

  /// The state that a key identifies, if this device ever received the record.
  private static func state(
    _ text: String, _ device: String, in state: SellState
  ) -> (place: Int32, sequence: Int)? {
    guard let key = AcknowledgementKey(text),
      let place = state.database.anyPlace(key.type, key.id).map(Int32.init),
      key.sequence <= state.database.records[Int(place)].sequence,
      state.sync.devices[device]?.wasSent(place) == true
    else { return nil }
    return (place, key.sequence)
  }

  /// Lets the acknowledgements that are due take effect.
  private static func settle(_ state: inout SellState) {
    let (request, second) = (state.counts.total, state.seconds)
    guard state.sync.waiting.contains(where: { $0.request < request && $0.second <= second }) else { return }
    let due = state.sync.waiting.filter { $0.request < request && $0.second <= second }
    state.sync.waiting.removeAll { $0.request < request && $0.second <= second }
    for waiting in due { take(waiting, &state) }
  }

  private static func take(_ waiting: SyncState.WaitingAcknowledgement, _ state: inout SellState) {
    for (place, sequence) in waiting.states {
      state.sync.keyCount += 1
      if let every = state.behavior.lostAcknowledgementEvery, state.sync.keyCount.isMultiple(of: max(1, every)) {
        continue
      }
      state.sync.devices[waiting.device]?.acknowledge(place, sequence, in: state.database)
    }
  }
}
