import Tributary
import TributaryJSON

/// Leads and contacts that go through a sequence of steps.
enum Enrollments {
  /// The attributes with the resource among them, if a caller has put it into a nested object.
  static func flattened(_ attributes: JSONFields) -> JSONFields {
    guard let inner = attributes["sell_resource"]?.object else { return attributes }
    var fields = attributes
    fields["sell_resource"] = nil
    for name in ["resource_type", "resource_id"] { fields[name] = inner[name] }
    return fields
  }

  /// Fills in a new enrollment.
  static func begin(_ fields: inout JSONFields, in state: SellState) {
    guard let id = fields["sequence_id"]?.int, var sequence = state.database.fields("sequence", id) else { return }
    let steps = sequence["steps"]?["items"]?.array ?? []
    sequence["steps"] = nil
    let items = steps.compactMap { step -> JSONValue? in
      guard var data = step["data"]?.object else { return nil }
      data["id"] = nil
      data["action"] = [
        "data": ["status": "scheduled", "executed_at": .null, "estimated_execute_at": .null, "failure_reason": .null],
        "meta": ["type": "action"],
      ]
      return ["data": .object(data), "meta": ["type": "enrollment_step"]]
    }
    fields["sequence_id"] = nil
    fields["sequence"] = ["data": .object(sequence), "meta": ["type": "sequence"]]
    fields["enrollment_steps"] = [
      "items": .array(items), "meta": ["type": "collection", "count": .number(JSONNumber(items.count))],
    ]
    fields["state"] = "ongoing"
    if Rules.isBlank(fields["actor_id"]) { fields["actor_id"] = .number(JSONNumber(state.selfID)) }
  }

  /// Ends every active enrollment of a resource, or only those in some sequences.
  static func finish(_ attributes: JSONFields, in state: inout SellState) throws(Refusal) -> SellResponse {
    let id = attributes["resource_id"]?.int ?? attributes["resource_id"]?.string.flatMap { Int($0) }
    guard let id, let type = attributes["resource_type"]?.string else {
      throw Refusal(
        422, "incorrect_payload", "request payload is incorrect",
        "The attributes '/resource_type' and '/resource_id' are required.")
    }
    let sequences = attributes["sequence_ids"]?.array?.compactMap(\.int)
    for enrollment in state.database.ids("sequence_enrollment") {
      guard var fields = state.database.fields("sequence_enrollment", enrollment),
        fields["resource_id"]?.int == id, fields["resource_type"]?.string == type,
        fields["state"]?.string == "ongoing",
        sequences?.contains(fields["sequence"]?["data"]?["id"]?.int ?? 0) ?? true
      else { continue }
      fields["state"] = "finished"
      fields["finished_at"] = .string(state.stamp)
      fields["finished_reason"] = "manual"
      fields["finished_actor_id"] = .number(JSONNumber(state.selfID))
      state.database.put("sequence_enrollment", enrollment, .object(fields), at: state.seconds)
    }
    return .json(200, ["data": ["id": .number(JSONNumber(id)), "resource_type": .string(type)]])
  }
}
