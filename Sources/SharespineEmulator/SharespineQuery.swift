import TributaryJSON

/// The query object of a request, parsed and checked.
struct SharespineQuery: Sendable {
  struct Step: Sendable {
    var field: String
    var type: SharespineEmulator.ValueType
    var direction: SharespineEmulator.Direction
  }

  var filter = Clause.all([])
  var order: [Step] = []
  var limit: Int
  var offset = 0
  var deleted = SharespineEmulator.DeletedChoice.both

  /// Reads the wire form.
  init(
    _ json: JSONValue, of type: SharespineEmulator.RecordType, _ behavior: SharespineEmulator.Behavior
  ) throws(Refusal) {
    guard case .object(let members) = json else { throw .query("a query is an object") }
    limit = behavior.defaultPageSize
    var hasFilter = false
    for (name, value) in members {
      switch name {
      case "filter":
        filter = try Clause(value, of: type, behavior)
        hasFilter = true
      case "order": order = try Self.order(value, of: type, behavior)
      case "numRecords":
        guard let count = value.int, count >= 0 else { throw .query("numRecords is a number from 0 on") }
        limit = count
      case "offset":
        guard let count = value.int, count >= 0 else { throw .query("offset is a number from 0 on") }
        offset = count
      case "deleted":
        guard let choice = value.string.flatMap({ behavior.deletedValues[$0] }) else {
          throw .query("deleted has an unknown value")
        }
        deleted = choice
      default: throw .query("a query has no \(name)")
      }
    }
    guard hasFilter || behavior.allowsMissingFilter else { throw .query("a query needs a filter") }
    if let cap = behavior.pageCap, limit > cap {
      guard !behavior.refusesLargePages else { throw .query("numRecords is at most \(cap)") }
      limit = max(cap, 0)
    }
  }

  private static func order(
    _ json: JSONValue, of type: SharespineEmulator.RecordType, _ behavior: SharespineEmulator.Behavior
  ) throws(Refusal) -> [Step] {
    guard let array = json.array else { throw .query("order is an array") }
    var steps: [Step] = []
    for step in array {
      guard let field = step["field"]?.string, let kind = Clause.type(of: field, in: type, behavior) else {
        throw .query("order names no known field")
      }
      guard let direction = step["direction"]?.string.flatMap({ behavior.directions[$0] }) else {
        throw .query("order has an unknown direction")
      }
      steps.append(Step(field: field, type: kind, direction: direction))
    }
    return steps
  }

  /// Whether one record comes before another in the order; `nil` if the order does not decide.
  func precedes(_ left: Record, _ right: Record, connection: String) -> Bool? {
    for step in order {
      let values = (
        left.value(of: step.field, as: step.type, for: connection),
        right.value(of: step.field, as: step.type, for: connection)
      )
      let sign: Int
      switch values {
      case (nil, nil): sign = 0
      case (nil, _?): sign = -1
      case (_?, nil): sign = 1
      case (let first?, let second?): sign = first.compared(to: second) ?? 0
      }
      if sign != 0 { return (sign < 0) == (step.direction == .ascending) }
    }
    return nil
  }
}
