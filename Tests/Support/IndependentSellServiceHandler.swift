import Tributary
import TributaryJSON

/// Answers the requests to the second service, in texts written by hand.
struct IndependentSellServiceHandler {
  let troubles: Set<IndependentSellService.Trouble>
  let request: HTTPRequest

  func response(_ state: inout IndependentSellServiceState) -> HTTPResponse {
    let path = String(request.url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true).last ?? "")
    let segments = path.split(separator: "?")[0].split(separator: "/").map(String.init)
    state.requests.append("\(request.method) /\(segments.joined(separator: "/"))")
    complainAboutHeaders(&state)
    if troubles.contains(.rateLimiting), state.requests.count.isMultiple(of: 7) { return HTTPResponse(status: 429) }
    guard segments.first == "v2" else { return Self.wrongPath(path, request.method) }
    guard segments.count >= 3, segments[1] == "sync" else { return record(segments, state) }
    guard let device = request.headers["x-basecrm-device-uuid"], !device.isEmpty else {
      state.complaints.append("a sync request without a device")
      return HTTPResponse(status: 400)
    }
    switch (request.method, segments.count) {
    case ("POST", 3) where segments[2] == "start": return start(device, &state)
    case ("POST", 3) where segments[2] == "ack": return acknowledge(device, &state)
    case ("GET", 5) where segments[3] == "queues" && segments[4] == "main": return page(segments[2], device, &state)
    default:
      state.complaints.append("there is no \(request.method) \(path)")
      return Self.wrongPath(path, request.method)
    }
  }

  private func complainAboutHeaders(_ state: inout IndependentSellServiceState) {
    if request.headers["user-agent"] == nil { state.complaints.append("a request without User-Agent") }
    if request.headers["authorization"]?.hasPrefix("Bearer ") != true {
      state.complaints.append("a request without a bearer token")
    }
    if request.headers["accept"]?.contains("json") != true {
      state.complaints.append("a request that does not accept JSON")
    }
  }

  private func start(_ device: String, _ state: inout IndependentSellServiceState) -> HTTPResponse {
    if request.body?.isEmpty == false { state.complaints.append("a start with content") }
    state.starts += 1
    if !troubles.contains(.lateAcknowledgement) { state.settle() }
    let wanted = state.wanted(by: device)
    state.settle()
    guard !wanted.isEmpty else { return HTTPResponse(status: 204) }
    let id = "s\(state.starts).late-autumn"
    state.sessions[id] = .init(device: device, queue: wanted[...])
    let response = """
      { "data" : { "queues" : [ { "meta" : { "type" : "sync_session" },
        "data" : { "total_count" : \(wanted.count + 3), "pages" : 1, "name" : "main" } } ],
        "expires" : "soon", "id" : "\(id)" } }
      """
    return Self.json(state.starts.isMultiple(of: 2) ? 200 : 201, response)
  }

  private func page(_ id: String, _ device: String, _ state: inout IndependentSellServiceState) -> HTTPResponse {
    state.pages += 1
    if troubles.contains(.disguisedRateLimiting), state.pages == 2 || state.pages == 3 {
      return Self.wrongPath("429.json", "GET")
    }
    guard var session = state.sessions[id], session.device == device else { return Self.gone }
    session.pages += 1
    if troubles.contains(.vanishingSession), session.pages > 2, state.starts == 1 {
      state.sessions[id] = nil
      return Self.gone
    }
    defer { state.sessions[id] = session }
    if troubles.contains(.emptyPages), session.pages % 3 == 1, session.pages < 40 {
      return Self.json(200, session.pages == 1 ? #"{ "items" : [] }"# : #"{"meta":{"count":0},"items":[]}"#)
    }
    var items: [String] = []
    var failures = session.pages <= 2 ? Array(state.failingAlways.keys) : []
    if let again = session.again {
      session.again = nil
      items.append(item(again, device, &state))
    }
    for key in session.queue.prefix(3) {
      if troubles.contains(.failedObject), !state.hasFailedOnce, key.type == "deal" {
        state.hasFailedOnce = true
        failures.append(key)
      } else {
        if troubles.contains(.redelivery), session.again == nil { session.again = key }
        items.append(item(key, device, &state))
      }
    }
    session.queue = session.queue.dropFirst(3)
    guard !items.isEmpty || !failures.isEmpty else { return HTTPResponse(status: 204) }
    return Self.json(
      200, pageText(items, failures, left: session.queue.count, hasMeta: session.pages.isMultiple(of: 2)))
  }

  private func pageText(_ items: [String], _ failures: [IndependentSellService.Key], left: Int, hasMeta: Bool) -> String
  {
    let failed = failures.map { #"{ "id" : \#($0.id), "type" : "\#($0.type)", "reason" : "timeout" }"# }
    var meta = ""
    if !failed.isEmpty {
      meta = #""meta" : { "failed_objects" : [\#(failed.joined(separator: ", "))], "took" : 0.25 },"#
    } else if hasMeta {
      meta = #""meta" : { "count_left" : \#(max(0, left - items.count)), "count" : \#(items.count), "shard" : 4 },"#
    }
    return "{ \(meta)\n \"items\" : [\n\(items.joined(separator: ",\n"))\n ] }"
  }

  private func item(_ key: IndependentSellService.Key, _ device: String, _ state: inout IndependentSellServiceState)
    -> String
  {
    guard let record = state.records[key] else { return "{}" }
    let text = "k/\(state.keys.count + 1)+\(key.type.count)=="
    state.keys[text] = (device, key, record.version)
    let isKnown = state.known[device]?[key] != nil
    // A hint and no more: half of them are wrong.
    let event = record.json == nil ? "deleted" : isKnown == key.id.isMultiple(of: 2) ? "updated" : "created"
    return """
        { "meta" : { "sync" : { "revision" : \(record.version), "ack_key" : "\(text)", "event_type" : "\(event)" },
            "type" : "\(key.type)", "flags" : [] },
          "data" : \(record.json ?? #"{ "id" : \#(key.id) }"#) }
      """
  }

  private func acknowledge(_ device: String, _ state: inout IndependentSellServiceState) -> HTTPResponse {
    guard let body = request.body, let value = try? JSONReader.read(JSONValue.self, from: body),
      let keys = value["data"]?["ack_keys"]?.array
    else {
      state.complaints.append("an acknowledgement without data.ack_keys")
      return HTTPResponse(status: 422)
    }
    if request.headers["content-type"]?.hasPrefix("application/json") != true {
      state.complaints.append("an acknowledgement without its content type")
    }
    if keys.isEmpty { state.complaints.append("an acknowledgement of nothing") }
    for key in keys {
      guard let text = key.string, state.keys[text]?.device == device else {
        state.complaints.append("an acknowledgement of \(key), which was never handed out")
        continue
      }
      state.waiting.append(text)
    }
    state.acknowledgements += 1
    return state.acknowledgements.isMultiple(of: 3) ? Self.json(200, "{}") : HTTPResponse(status: 202)
  }

  /// A record asked for by its path: `v2/deals/5`.
  private func record(_ segments: [String], _ state: IndependentSellServiceState) -> HTTPResponse {
    guard request.method == "GET", segments.count == 3, let id = Int(segments[2]) else {
      return Self.wrongPath(segments.joined(separator: "/"), request.method)
    }
    let key = IndependentSellService.Key(String(segments[1].dropLast()), id)
    if let status = state.failingAlways[key], status != 200 { return HTTPResponse(status: status) }
    guard let json = state.records[key]?.json else { return Self.gone }
    return Self.json(200, #"{ "meta" : { "type" : "\#(key.type)" }, "data" : \#(json) }"#)
  }

  private static let gone = json(
    404, #"{ "errors" : [ { "error" : { "message" : "nothing here", "code" : "not_found" } } ] }"#)

  private static func wrongPath(_ path: String, _ method: String) -> HTTPResponse {
    json(
      404,
      """
      { "meta" : { "type" : "errors" }, "errors" : [ { "error" : { "code" : "incorrect_path",
        "message" : "path was not found",
        "details" : "Requested path at '/\(path)' was not found using the HTTP method '\(method)'." } } ] }
      """)
  }

  private static func json(_ status: Int, _ text: String) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["content-type": "application/json"], body: SharedBytes(text))
  }
}
