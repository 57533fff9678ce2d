import TributaryJSON

/// A record as the emulated service holds it.
struct Record: Sendable {
  let type: SharespineEmulator.RecordType
  let localID: String
  var created: Int
  var lastModified: Int
  /// Its id at each connection.
  var remoteIDs: [String: String] = [:]
  /// The members apart from those of every record.
  var fields: JSONFields = [:]
  var isDeleted = false
  /// How often it was changed.
  var version = 0

  /// The record as a connection sees it.
  func json(for connection: String, deletedLook: SharespineEmulator.DeletedLook) -> JSONValue {
    var json: JSONFields = [
      "href": .string("/api/\(type.rawValue)/\(localID)"),
      "localId": .string(localID),
    ]
    if let remoteID = remoteIDs[connection] { json["remoteId"] = .string(remoteID) }
    var map: JSONFields = [:]
    for (connection, id) in remoteIDs.sorted(by: { $0.key < $1.key }) { map[connection] = .string(id) }
    json["remoteIdMap"] = .object(map)
    json["remoteRefMap"] = .object([:])
    json["created"] = .string(Stamp.text(created))
    json["lastModified"] = .string(Stamp.text(lastModified))
    for (name, value) in fields { json[name] = value }
    if isDeleted {
      switch deletedLook {
      case .flag(let name): json[name] = .bool(true)
      case .text(let name, let value): json[name] = .string(value)
      case .unmarked, .absent: break
      }
    }
    return .object(json)
  }

  /// The value of a field for a filter or an order, or `nil` if there is none.
  func value(of field: String, as type: SharespineEmulator.ValueType, for connection: String) -> Value? {
    switch field {
    case "lastModified": return .dateTime(lastModified)
    case "created": return .dateTime(created)
    case "localId": return .string(localID)
    case "remoteId": return remoteIDs[connection].map { .string($0) }
    default: break
    }
    guard let value = fields[field] else { return nil }
    switch value {
    case .string(let text): return Value(text, as: type)
    case .bool(let value): return type == .boolean ? .boolean(value) : nil
    case .number(let number): return type == .number ? Value(number.text, as: .number) : nil
    default: return nil
    }
  }
}
