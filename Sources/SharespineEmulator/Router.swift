import Tributary
import TributaryEmulator
import TributaryJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Accepts or refuses a request, and finds the code that responds.
struct Router {
  private typealias RecordType = SharespineEmulator.RecordType

  private struct Response {
    var status = 200
    var json: SharedBytes
  }

  let request: HTTPRequest

  func respond(in state: inout SharespineState) -> HTTPResponse {
    state.counts.total += 1
    var headers: HTTPHeaders = ["Date": EmulatedStamp.httpDate(seconds: state.seconds + state.behavior.dateSkew)]
    do throws(Refusal) {
      let response = try response(in: &state)
      headers["Content-Type"] = "application/json"
      return HTTPResponse(status: response.status, headers: headers, body: response.json)
    } catch {
      let content = error.content(state.behavior.errorBody)
      if let content { headers["Content-Type"] = content.type }
      if error.status == 401 { headers["WWW-Authenticate"] = "Basic realm=\"api\"" }
      return HTTPResponse(status: error.status, headers: headers, body: content?.bytes ?? SharedBytes())
    }
  }

  private func response(in state: inout SharespineState) throws(Refusal) -> Response {
    guard let target = RequestTarget(request.url), let root = target.path.first else {
      throw Refusal(400, "malformed URL")
    }
    try checkUser(state)
    if state.behavior.requiresUserAgent, request.headers["User-Agent"]?.isEmpty != false {
      throw Refusal(400, "the header User-Agent is missing")
    }
    switch root {
    case "reseller":
      _ = try header("X-Reseller", state.configuration.reseller, state)
      guard target.path == ["reseller", "tenant"] else { throw Refusal(404, "no such resource") }
      guard request.method == "POST" else { throw Refusal(405, "method not allowed") }
      return try createTenant(&state)
    case "api":
      let tenant = try header("X-Tenant", state.configuration.tenant, state)
      let only = state.configuration.admitsOnlyThatConnection ? state.configuration.connectionID : nil
      let connection = try header("X-ConnectionId", only, state)
      return try tenantCall(Array(target.path.dropFirst()), target.query, tenant, connection, &state)
    default: throw Refusal(404, "no such resource")
    }
  }

  // MARK: - Authentication

  private func checkUser(_ state: SharespineState) throws(Refusal) {
    let words = request.headers["Authorization"]?.split(separator: " ") ?? []
    guard words.count == 2, words[0] == "Basic", let data = Data(base64Encoded: String(words[1])),
      let pair = String(data: data, encoding: .utf8), let colon = pair.firstIndex(of: ":"),
      state.configuration.username.map({ $0 == pair[..<colon] }) ?? true,
      state.configuration.password.map({ $0 == pair[pair.index(after: colon)...] }) ?? true
    else { throw Refusal(401, "username or password is missing or wrong") }
  }

  private func header(
    _ name: String, _ only: String?, _ state: SharespineState
  ) throws(Refusal) -> String {
    guard let value = request.headers[name], !value.isEmpty else {
      throw Refusal(state.behavior.statusOfMissingHeader, "the header \(name) is missing")
    }
    guard only == nil || only == value else { throw Refusal(403, "\(name) is unknown") }
    return value
  }

  // MARK: - Tenant calls

  private func tenantCall(
    _ path: [String], _ query: [String: String], _ tenant: String, _ connection: String,
    _ state: inout SharespineState
  ) throws(Refusal) -> Response {
    if path.isEmpty || path == [""] {
      try allow("GET")
      return json(["tenant": .string(tenant), "connectionId": .string(connection)])
    }
    if path == ["log", "event"] {
      try allow("POST")
      return try log(&state)
    }
    guard let type = path.first.flatMap({ RecordType(rawValue: $0) }), path.count <= 2 else {
      throw Refusal(404, "no such resource")
    }
    switch (path.count, path.last) {
    case (1, _) where request.method == "POST" && type == .product: return try create(connection, &state)
    case (1, _):
      try allow("GET")
      return try list(type, query, connection, &state)
    case (_, "query"):
      try allow("POST")
      return try search(type, connection, &state)
    case (_, "by-remote-id"):
      try allow("GET")
      guard let id = query["remoteId"] else { throw Refusal(400, "remoteId is missing") }
      return try one(state.rows(of: type, modifiedAtOrAfter: nil) { Self.isSame($0.remoteIDs[connection], id) })
    case (_, let id):
      try allow("GET")
      return try one(state.rows(of: type, modifiedAtOrAfter: nil) { $0.localID == id })
    }
    func one(_ found: [Record]) throws(Refusal) -> Response {
      guard let record = found.first else { throw Refusal(404, "no such \(type.rawValue)") }
      return json(record.json(for: connection, deletedLook: state.behavior.deletedLook))
    }
  }

  private func allow(_ method: String) throws(Refusal) {
    guard request.method == method else { throw Refusal(405, "method not allowed") }
  }

  private func search(
    _ type: SharespineEmulator.RecordType, _ connection: String, _ state: inout SharespineState
  ) throws(Refusal) -> Response {
    let query = try SharespineQuery(body(), of: type, state.behavior)
    state.counts.queries += 1
    return array(state.rows(of: type, query, connection: connection), connection, &state)
  }

  private func list(
    _ type: SharespineEmulator.RecordType, _ query: [String: String], _ connection: String,
    _ state: inout SharespineState
  ) throws(Refusal) -> Response {
    var moment: Int?
    var number: String?
    for (name, value) in query {
      switch name {
      case type.changesParameter:
        guard let seconds = Stamp.seconds(value) else {
          throw Refusal(400, "\(name) must be YYYY-MM-DDTHH:MM:SSZ")
        }
        moment = seconds
      case "remoteOrderNo" where type == .order: number = value
      default:
        if state.behavior.refusesUnknownParameters { throw Refusal(400, "there is no parameter \(name)") }
      }
    }
    state.counts.lists += 1
    let rows = state.rows(of: type, modifiedAtOrAfter: moment) { record in
      number.map { Self.isSame(record.fields["remoteOrderNo"]?.string, $0) } ?? true
    }
    return array(rows, connection, &state)
  }

  private static func isSame(_ text: String?, _ other: String) -> Bool {
    text.map { Value.string($0).compared(to: .string(other)) == 0 } ?? false
  }

  // MARK: - Writing

  private func create(
    _ connection: String, _ state: inout SharespineState
  ) throws(Refusal) -> Response {
    guard case .object(let fields) = try body() else { throw Refusal(400, "a product is an object") }
    guard let remoteID = fields["remoteId"]?.string, !remoteID.isEmpty else {
      throw Refusal(400, "remoteId is missing")
    }
    guard fields["vatRatePercent"] != nil else { throw Refusal(400, "vatRatePercent is missing") }
    let kinds = state.behavior.fields[.product] ?? [:]
    for (name, value) in fields where kinds[name] == .number && value != .null {
      let text = value.string ?? (state.behavior.refusesRawNumbers ? nil : value.number?.text)
      guard text.flatMap({ SharespineDecimal($0) }) != nil else {
        throw Refusal(400, "\(name) must be a number as a string")
      }
    }
    guard state.hasRoom else { throw Refusal(503, "there is no room for another record") }
    let sku = fields["sku"]?.string
    let taken = (state.tables[.product]?.records.values).map { records in
      records.contains { record in
        Self.isSame(record.remoteIDs[connection], remoteID)
          || sku.map { Self.isSame(record.fields["sku"]?.string, $0) } ?? false
      }
    }
    guard taken != true else { throw Refusal(409, "remoteId or sku is taken") }
    var record = Record(
      type: .product, localID: state.newID(), created: state.seconds, lastModified: state.seconds)
    record.remoteIDs[connection] = remoteID
    for (name, value) in fields where !SharespineEmulator.reservedNames.contains(name) { record.fields[name] = value }
    state.put(record)
    return json(
      record.json(for: connection, deletedLook: state.behavior.deletedLook), status: state.behavior.statusOfCreated)
  }

  private func log(_ state: inout SharespineState) throws(Refusal) -> Response {
    guard let bytes = request.body, let list = try? RawJSON(validating: bytes), let events = list.elements else {
      throw Refusal(400, "log events are an array")
    }
    state.events += Array(events)
    state.events.removeFirst(max(0, state.events.count - max(0, state.configuration.rememberedEvents)))
    return json([], status: state.behavior.statusOfLogEvents)
  }

  private func createTenant(_ state: inout SharespineState) throws(Refusal) -> Response {
    let tenant = try body()
    guard let reference = tenant["customerReference"]?.string, !reference.isEmpty else {
      throw Refusal(400, "customerReference is missing")
    }
    guard state.tenants.count < 10_000 else { throw Refusal(503, "there is no room for another tenant") }
    let code = "\(reference.lowercased())-\(state.tenants.count + 1)"
    state.tenants[code] = tenant
    return json(["codeName": .string(code)], status: state.behavior.statusOfCreated)
  }

  // MARK: - JSON

  private func body() throws(Refusal) -> JSONValue {
    guard let bytes = request.body, let value = try? JSONReader.read(JSONValue.self, from: bytes) else {
      throw Refusal(400, "the content is not JSON")
    }
    return value
  }

  private func json(_ value: JSONValue, status: Int = 200) -> Response {
    Response(status: status, json: JSONWriter.bytes(of: value))
  }

  private func array(
    _ records: [Record], _ connection: String, _ state: inout SharespineState
  ) -> Response {
    state.counts.rows += records.count
    let look = state.behavior.deletedLook
    return json(.array(records.map { $0.json(for: connection, deletedLook: look) }))
  }
}
