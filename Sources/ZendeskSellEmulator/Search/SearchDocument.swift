import TributaryJSON

/// A record as Search shows it: under other names than REST, and with names beside identifiers.
///
/// What REST does not say of a record is null here: calls, visits, scheduled mail, subscriptions, and whatever the
/// service calculates.
struct SearchDocument {
  let record: Record
  let database: Database
  private let fields: JSONFields

  init(_ record: Record, in database: Database) {
    self.record = record
    self.database = database
    fields = record.fields
  }

  /// What an attribute has, as values that compare: none if it is null.
  func values(at path: SearchPath) -> [SearchValue] {
    let json = value(at: path.names)
    if path.isList { return (json.array ?? []).compactMap { SearchValue(stored: $0, as: path.kind) } }
    return SearchValue(stored: json, as: path.kind).map { [$0] } ?? []
  }

  /// What an attribute has. An attribute of an object may be named by a path.
  func value(at names: [String]) -> JSONValue {
    guard let first = names.first else { return .null }
    return names.dropFirst().reduce(attribute(first)) { value, name in value[name] ?? .null }
  }

  private func attribute(_ name: String) -> JSONValue {
    switch name {
    case "id", "uid": .number(JSONNumber(record.id))
    case "version": .number(JSONNumber(record.version))
    case "creator": named("user", fields["creator_id"])
    case "owner": named("user", fields["owner_id"])
    case "collaborators": collaborators
    case "custom_fields": customFields
    case "tag_ids": tags
    case "resource": resource
    case "address", "billing_address", "shipping_address": SearchAddress(fields[name]).object
    case "city", "country", "region", "street", "zip", "zip_code": SearchAddress(fields["address"]).part(name)
    case "unqualified_reason": named("\(record.type)_unqualified_reason", fields["unqualified_reason_id"])
    case "source": named("source", fields["source_id"])
    case "loss_reason": named("loss_reason", fields["loss_reason_id"])
    default:
      switch record.type {
      case "lead": lead(name)
      case "contact": contact(name)
      case "deal": deal(name)
      default: fields[name] ?? .null
      }
    }
  }

  // MARK: Types of records

  private func lead(_ name: String) -> JSONValue {
    switch name {
    case "status":
      status
    case "company_name": fields["organization_name"] ?? .null
    case "name": fullName
    case "display_name": first(fullName, fields["organization_name"])
    case "first_or_company_name": first(fields["first_name"], fields["organization_name"])
    case "last_or_company_name": first(fields["last_name"], fields["organization_name"])
    default: person(name)
    }
  }

  private func contact(_ name: String) -> JSONValue {
    switch name {
    case "is_organisation": fields["is_organization"] ?? .null
    case "display_name": fields["name"] ?? .null
    case "first_or_company_name": first(fields["first_name"], fields["name"])
    case "last_or_company_name": first(fields["last_name"], fields["name"])
    case "company": named("contact", fields["contact_id"])
    case "company_id": fields["contact_id"] ?? .null
    case "company_name": related("contact", fields["contact_id"])?["name"] ?? .null
    case "parent_company": named("contact", fields["parent_organization_id"])
    case "parent_company_id": fields["parent_organization_id"] ?? .null
    case "parent_company_name": related("contact", fields["parent_organization_id"])?["name"] ?? .null
    default: person(name)
    }
  }

  private func person(_ name: String) -> JSONValue {
    guard name == "phone_numbers" else { return fields[name] ?? .null }
    return ["phone": fields["phone"] ?? .null, "mobile": fields["mobile"] ?? .null]
  }

  private func deal(_ name: String) -> JSONValue {
    let stage = related("stage", fields["stage_id"])
    switch name {
    case "decimal_value": return number(fields["value"])
    case "stage":
      return stage.map { stage in
        [
          "id": stage["id"] ?? .null, "is_active": stage["active"] ?? .null,
          "position": stage["position"]?.number.map { .string($0.text) } ?? .null,
        ]
      } ?? .null
    case "is_won": return .bool(stage?["category"] == "won")
    case "is_closed": return .bool(["won", "lost", "unqualified"].contains(stage?["category"]?.string))
    case "pipeline_id": return stage?["pipeline_id"] ?? .null
    case "pipeline": return related("pipeline", stage?["pipeline_id"])?["name"] ?? .null
    case "contact":
      guard let contact = related("contact", fields["contact_id"]) else { return .null }
      return .object(JSONFields(["id", "name", "last_name"].map { ($0, contact[$0] ?? .null) }))
    case "company": return named("contact", fields["organization_id"])
    case "estimated_win_likelihood": return first(fields["customized_win_likelihood"], stage?["likelihood"])
    case "last_activity_date": return fields["last_activity_at"] ?? .null
    case "added_at_with_time": return fields["added_on"] ?? .null
    case "added_at": return fields["added_on"]?.string.map { .string(String($0.prefix(10))) } ?? .null
    default: return fields[name] ?? .null
    }
  }

  // MARK: Related records

  private func related(_ type: String, _ id: JSONValue?) -> JSONFields? {
    id?.int.flatMap { database.fields(type, $0) }
  }

  private func named(_ type: String, _ id: JSONValue?) -> JSONValue {
    guard let fields = related(type, id) else { return .null }
    return ["id": fields["id"] ?? .null, "name": fields["name"] ?? .null]
  }

  private var status: JSONValue {
    let statuses = database.ids("lead_status")
    guard let place = statuses.firstIndex(where: { database.fields("lead_status", $0)?["name"] == fields["status"] })
    else { return .null }
    return ["id": .number(JSONNumber(statuses[place])), "position": .number(JSONNumber(place + 1))]
  }

  private var collaborators: JSONValue {
    let all = database.ids("collaboration").compactMap { database.fields("collaboration", $0) }
    return .array(
      all.filter { $0["resource_type"]?.string == record.type && $0["resource_id"]?.int == record.id }
        .compactMap { $0["collaborator_id"] })
  }

  private var tags: JSONValue {
    let names = fields["tags"]?.array ?? []
    return .array(
      database.ids("tag").filter { id in
        guard let tag = database.fields("tag", id), let name = tag["name"] else { return false }
        return tag["resource_type"]?.string == record.type && names.contains(name)
      }.map { .number(JSONNumber($0)) })
  }

  private var resource: JSONValue {
    guard let id = fields["resource_id"], !id.isNull else { return .null }
    return ["id": id, "type": fields["resource_type"] ?? .null]
  }

  private var customFields: JSONValue {
    let names = SearchCustomFields(type: record.type, in: database).names
    return .object(JSONFields(names.map { ($0.id, fields["custom_fields"]?[$0.name] ?? .null) }))
  }

  // MARK: Values

  private var fullName: JSONValue {
    let names = [fields["first_name"]?.string, fields["last_name"]?.string].compactMap(\.self)
    return names.isEmpty ? .null : .string(names.joined(separator: " "))
  }

  private func first(_ values: JSONValue?...) -> JSONValue {
    values.compactMap(\.self).first { !Self.isBlank($0) } ?? .null
  }

  private static func isBlank(_ value: JSONValue) -> Bool { value.isNull || value.string == "" }

  /// A decimal number that REST shows as text if it is not whole.
  private func number(_ value: JSONValue?) -> JSONValue {
    value?.string.flatMap { JSONNumber(text: $0) }.map { .number($0) } ?? value ?? .null
  }
}

/// An address with the names that Search has for its parts.
private struct SearchAddress {
  private let address: JSONValue?

  init(_ address: JSONValue?) { self.address = address }

  private static let names = [
    "city": "city", "country": "country", "region": "state", "street": "line1", "zip": "postal_code",
    "zip_code": "postal_code",
  ]

  func part(_ name: String) -> JSONValue { Self.names[name].flatMap { address?[$0] } ?? .null }

  var object: JSONValue {
    guard address?.object != nil else { return .null }
    return .object(JSONFields(["city", "country", "region", "street", "zip_code"].map { ($0, part($0)) }))
  }
}
