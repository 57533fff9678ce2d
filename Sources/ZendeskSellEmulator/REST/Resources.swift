import Tributary
import TributaryEmulator
import TributaryJSON

/// Responds to the requests about resources, as the table describes them.
struct Resources {
  let request: HTTPRequest
  let target: RequestTarget
  /// The scheme and the host of the request, for links.
  let root: String
  /// The path as requested.
  let path: String

  /// - Parameter segments: The path after the version.
  func respond(to segments: [String], in state: inout SellState) throws(Refusal) -> SellResponse {
    let unknown = Refusal.incorrectPath(path, method: request.method)
    if request.method == "POST", segments == ["sequence_enrollments", "finish_ongoing_for_resource"] {
      return try Enrollments.finish(try Body.attributes(request), in: &state)
    }
    guard (1...4).contains(segments.count) else { throw unknown }
    if segments.count <= 2, let resource = ResourceTable.byPath[segments.joined(separator: "/")] {
      return try respond(resource, parent: nil, identifier: nil, in: &state)
    }
    if segments.count <= 2, let resource = ResourceTable.byPath[segments[0]] {
      return try respond(resource, parent: nil, identifier: segments[1], in: &state)
    }
    guard segments.count >= 3, let resource = ResourceTable.byPath["\(segments[0])/:id/\(segments[2])"],
      let parent = resource.parent
    else { throw unknown }
    guard let id = Int(segments[1]), state.database.place(parent.type, id) != nil else {
      throw .notFound(parent.type)
    }
    return try respond(resource, parent: id, identifier: segments.count == 4 ? segments[3] : nil, in: &state)
  }

  private func respond(
    _ resource: Resource, parent: Int?, identifier: String?, in state: inout SellState
  ) throws(Refusal) -> SellResponse {
    let action: Resource.Action? =
      switch (request.method, identifier) {
      case ("GET", nil): .list
      case ("POST", nil): .create
      case ("POST", "upsert"): .upsert
      case ("GET", .some): .get
      case ("PUT", .some): .update
      case ("DELETE", .some): .delete
      default: nil
      }
    guard let action, resource.actions.contains(action) else {
      throw .incorrectPath(path, method: request.method)
    }
    switch action {
    case .list:
      return try Listing(resource: resource, parent: parent, target: target, root: root).response(in: &state)
    case .create:
      let id = try Writing.create(resource, try Body.attributes(request), parent: parent, in: &state)
      return try show(resource, id, in: state)
    case .upsert: return try upsert(resource, in: &state)
    case .get: return try show(resource, try find(resource, identifier ?? "", parent, in: state), in: state)
    case .update:
      let id = try find(resource, identifier ?? "", parent, in: state)
      try Writing.update(resource, id, try Body.attributes(request), in: &state)
      return try show(resource, id, in: state)
    case .delete:
      let id = try find(resource, identifier ?? "", parent, in: state)
      state.database.remove(resource.type, id, parent: parent, at: state.seconds)
      if let parent, let type = resource.parent?.type { state.database.touch(type, parent, at: state.seconds) }
      return .empty(204)
    }
  }

  /// The record at a path, if it belongs there.
  private func find(
    _ resource: Resource, _ text: String, _ parent: Int?, in state: SellState
  ) throws(Refusal) -> Int {
    var id = Int(text)
    if text == "self", resource.type == "user" { id = state.selfID }
    if text == "self", resource.type == "account" { id = state.accountID }
    if let parent {
      id = state.database.children(resource.type, of: parent).first { child in
        resource.identifier == "id"
          ? child == id : state.database.fields(resource.type, child)?[resource.identifier]?.int == id && id != nil
      }
    }
    guard let id, let fields = state.database.fields(resource.type, id), resource.shows(fields) else {
      throw .notFound(resource.type)
    }
    return id
  }

  private func show(_ resource: Resource, _ id: Int, in state: SellState) throws(Refusal) -> SellResponse {
    guard let record = state.database.record(resource.type, id) else { throw .notFound(resource.type) }
    return .json(200, resource.envelope(record))
  }

  /// Alters the one record that the parameters name, or creates one.
  private func upsert(_ resource: Resource, in state: inout SellState) throws(Refusal) -> SellResponse {
    let attributes = try Body.attributes(request)
    let listing = Listing(resource: resource, parent: nil, target: target, root: root)
    let matches = try listing.matches(in: &state, needsFilter: true)
    guard matches.count <= 1 else {
      throw Refusal(
        409, "conflict", "more than one resource matches", "The parameters match \(matches.count) resources.")
    }
    if let id = matches.first {
      try Writing.update(resource, id, attributes, in: &state)
      return try show(resource, id, in: state)
    }
    return try show(resource, try Writing.create(resource, attributes, parent: nil, in: &state), in: state)
  }
}

extension Resource {
  /// Whether a record of the type belongs to this path.
  func shows(_ fields: JSONFields) -> Bool {
    switch side {
    case .any: true
    case .legacy: fields["resource_type"]?.string == nil
    case .resource(let name): fields["resource_type"]?.string == name
    }
  }

  /// A record as REST shows it.
  func envelope(_ record: Record) -> JSONValue {
    var fields = record.fields
    for name in hidden { fields[name] = nil }
    var meta: JSONFields = ["type": .string(shownType ?? type)]
    if isVersioned { meta["version"] = .number(JSONNumber(record.version)) }
    return isOfProductsService
      ? ["meta": .object(meta), "data": .object(fields)] : ["data": .object(fields), "meta": .object(meta)]
  }
}
