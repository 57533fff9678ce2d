import TributaryJSON

/// Records as the queue shows them: as in REST, with the records that belong to them inside.
enum QueueForm {
  /// The attributes of a record; `nil` for one that is deleted.
  static func data(_ record: Record, in database: Database) -> RawJSON? {
    guard !record.isDeleted else { return nil }
    return switch record.type {
    case "pipeline":
      embed("stages", in: record, stages(of: record.id, in: database))
    case "deal":
      embed("associated_contacts", in: record, associatedContacts(of: record.id, in: database))
    default: record.data
    }
  }

  private static func embed(_ name: String, in record: Record, _ items: [JSONValue]) -> RawJSON? {
    guard !items.isEmpty else { return record.data }
    var fields = record.fields
    fields[name] = [
      "items": .array(items), "meta": ["type": "collection", "count": .number(JSONNumber(items.count))],
    ]
    return .object(fields)
  }

  private static func stages(of pipeline: Int, in database: Database) -> [JSONValue] {
    database.children("stage", of: pipeline).compactMap { id in
      database.fields("stage", id).map { ["data": .object($0), "meta": ["type": "stage"]] }
    }
  }

  private static func associatedContacts(of deal: Int, in database: Database) -> [JSONValue] {
    database.children("associated_contact", of: deal).compactMap { id in
      guard var fields = database.fields("associated_contact", id) else { return nil }
      fields["id"] = nil
      fields["deal_id"] = nil
      return ["data": .object(fields), "meta": ["type": "associated_contact"]]
    }
  }
}
