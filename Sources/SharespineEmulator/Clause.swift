import TributaryJSON

/// The filter of a query, parsed and checked.
indirect enum Clause: Sendable {
  case all([Clause])
  case any([Clause])
  case comparison(field: String, SharespineEmulator.Comparison, Value, SharespineEmulator.ValueType)
  case remoteID(connection: String, id: String)

  /// Reads the wire form.
  init(
    _ json: JSONValue, of type: SharespineEmulator.RecordType, _ behavior: SharespineEmulator.Behavior, depth: Int = 0
  ) throws(Refusal) {
    guard depth < behavior.filterDepth else { throw .query("the filter is nested too deeply") }
    guard let name = json["type"]?.string else { throw .query("a filter needs a type") }
    switch name {
    case "and", "or":
      guard let parts = json["subclauses"]?.array else { throw .query("\(name) needs subclauses") }
      var clauses: [Clause] = []
      for part in parts { clauses.append(try Clause(part, of: type, behavior, depth: depth + 1)) }
      self = name == "and" ? .all(clauses) : .any(clauses)
    case "remoteId":
      guard type.hasRemoteIDFilter else { throw .query("\(type.rawValue) has no filter by remoteId") }
      guard let connection = json["connectionId"]?.string, let id = json["remoteId"]?.string else {
        throw .query("remoteId needs a connectionId and a remoteId")
      }
      self = .remoteID(connection: connection, id: id)
    default:
      guard let comparison = behavior.operators[name] else { throw .query("there is no operator \(name)") }
      guard let field = json["field"]?.string else { throw .query("\(name) needs a field") }
      guard let kind = Self.type(of: field, in: type, behavior) else { throw .query("there is no field \(field)") }
      guard let typeName = json["value"]?["type"]?.string, let text = json["value"]?["value"]?.string else {
        throw .query("a value is an object of two strings, type and value")
      }
      guard behavior.valueTypes[typeName] == kind, let value = Value(text, as: kind) else {
        throw .query("the value of \(field) has the wrong type")
      }
      self = .comparison(field: field, comparison, value, kind)
    }
  }

  /// The type of a field that filters and orders may name.
  static func type(
    of field: String, in type: SharespineEmulator.RecordType, _ behavior: SharespineEmulator.Behavior
  ) -> SharespineEmulator.ValueType? {
    field == "lastModified" ? .dateTime : behavior.fields[type]?[field]
  }

  func holds(for record: Record, connection: String) -> Bool {
    switch self {
    case .all(let parts): return parts.allSatisfy { $0.holds(for: record, connection: connection) }
    case .any(let parts): return parts.contains { $0.holds(for: record, connection: connection) }
    case .remoteID(let owner, let id):
      return record.remoteIDs[owner].map { Value.string($0).compared(to: .string(id)) == 0 } ?? false
    case .comparison(let field, let comparison, let wanted, let type):
      guard let found = record.value(of: field, as: type, for: connection), let sign = found.compared(to: wanted) else {
        return false
      }
      switch comparison {
      case .equal: return sign == 0
      case .notEqual: return sign != 0
      case .less: return sign < 0
      case .lessOrEqual: return sign <= 0
      case .greater: return sign > 0
      case .greaterOrEqual: return sign >= 0
      }
    }
  }

  /// A time after which every matching record was modified, as far as the clause shows one.
  var floor: Int? {
    switch self {
    case .all(let parts): parts.compactMap(\.floor).max()
    case .comparison("lastModified", .greater, .dateTime(let seconds), _): seconds
    case .comparison("lastModified", .greaterOrEqual, .dateTime(let seconds), _): seconds - 1
    default: nil
    }
  }
}
