import TributaryJSON

/// Invents records.
struct RecordMaker {
  /// The kinds that a service has many of.
  enum Kind: Character { case organization = "O", person = "P", lead = "L", deal = "D", note = "N", task = "T" }

  /// The kinds in the order in which they are created, again and again. Companies and people come before the records
  /// that need them.
  static let kinds: [Kind] = "OPLDLPNLTPLDLOPLNDPT".compactMap(Kind.init)

  /// Invents a record and stores it.
  @discardableResult
  static func make(
    _ kind: Kind, created: Int, updated: Int, in state: inout SellState
  ) -> EmulatedSell.RecordKey? {
    switch kind {
    case .lead: return store("lead", lead(&state), created, updated, in: &state)
    case .organization:
      let key = store("contact", organization(&state), created, updated, in: &state)
      state.organizations.append(key.id)
      return key
    case .person: return store("contact", person(&state), created, updated, in: &state)
    case .deal:
      guard let values = deal(updated, &state) else { return nil }
      let key = store("deal", values, created, updated, in: &state)
      if key.id.isMultiple(of: 3) { addContact(to: key.id, created, in: &state) }
      return key
    case .note, .task:
      guard var values = subject(&state) else { return nil }
      if kind == .note {
        values["content"] = pick(Words.notes, &state)
      } else {
        let isCompleted = chance(3, &state)
        values["content"] = pick(Words.tasks, &state)
        values["owner_id"] = user(&state)
        values["due_date"] = chance(2, &state) ? .null : .string(Stamp.text(updated + 86_400))
        values["completed"] = .bool(isCompleted)
        values["completed_at"] = isCompleted ? .string(Stamp.text(updated)) : .null
        if chance(8, &state) { (values["resource_type"], values["resource_id"]) = (nil, nil) }
      }
      return store(kind == .note ? "note" : "task", values, created, updated, in: &state)
    }
  }

  /// Stores a record with these attributes and the table's defaults for the others.
  @discardableResult
  static func store(
    _ type: String, _ values: [String: JSONValue], _ created: Int, _ updated: Int, parent: Int? = nil,
    in state: inout SellState
  ) -> EmulatedSell.RecordKey {
    let id = state.database.newID()
    var members: [(key: String, value: JSONValue)] = [("id", .number(JSONNumber(id)))]
    let resource = ResourceTable.byType[type]
    for field in resource?.fields ?? [] {
      let value: JSONValue =
        switch field.name {
        case "created_at": .string(Stamp.text(created))
        case "updated_at": .string(Stamp.text(updated))
        case "creator_id": .number(JSONNumber(state.selfID))
        default: values[field.name] ?? field.initial
        }
      members.append((field.name, value))
    }
    // Sources of leads and of deals have it; older sources of the same type do not.
    if let side = values["resource_type"], resource?.field("resource_type") == nil {
      members.append(("resource_type", side))
    }
    if let name = resource?.parent?.field, let parent {
      members.append((name, .number(JSONNumber(parent))))
    }
    state.database.put(type, id, .members(members), parent: parent, at: updated)
    return .init(type, id)
  }

  private static func lead(_ state: inout SellState) -> [String: JSONValue] {
    var values = contactDetails(&state)
    values["organization_name"] = chance(3, &state) ? .null : .string(company(&state))
    values["status"] = pick(["New", "Working", "Unqualified"], &state)
    values["source_id"] = chance(2, &state) ? .null : identifier("source", &state)
    return values
  }

  private static func organization(_ state: inout SellState) -> [String: JSONValue] {
    [
      "is_organization": true, "name": .string(company(&state)), "owner_id": user(&state),
      "industry": pick(Words.industries, &state), "website": "http://www.example.com", "address": address(&state),
      "billing_address": chance(3, &state) ? address(&state) : .null,
      "customer_status": pick(["none", "current", "past"], &state), "custom_fields": customFields(&state),
      "parent_organization_id": chance(10, &state) ? identifier("contact", &state) : .null,
    ]
  }

  private static func person(_ state: inout SellState) -> [String: JSONValue] {
    var values = contactDetails(&state)
    values["name"] = .string("\(values["first_name"]?.string ?? "") \(values["last_name"]?.string ?? "")")
    values["prospect_status"] = pick(["none", "current", "lost"], &state)
    if let employer = state.organizations.randomElement(using: &state.random),
      state.database.place("contact", employer) != nil
    {
      values["contact_id"] = .number(JSONNumber(employer))
    }
    return values
  }

  private static func contactDetails(_ state: inout SellState) -> [String: JSONValue] {
    let first = Words.firstNames.randomElement(using: &state.random) ?? ""
    let last = Words.lastNames.randomElement(using: &state.random) ?? ""
    let number = Int.random(in: 1000...9999, using: &state.random)
    return [
      "owner_id": user(&state), "first_name": .string(first), "last_name": .string(last),
      "title": pick(Words.titles, &state), "email": .string("person.\(number)@example.com"),
      "phone": chance(3, &state) ? .null : .string("+1 (555) 010-\(number)"),
      "industry": chance(2, &state) ? .null : pick(Words.industries, &state),
      "address": chance(3, &state) ? .null : address(&state), "tags": tags(&state),
      "custom_fields": customFields(&state),
    ]
  }

  private static func deal(_ updated: Int, _ state: inout SellState) -> [String: JSONValue]? {
    guard let contact = state.database.ids("contact").randomElement(using: &state.random) else { return nil }
    let fields = state.database.fields("contact", contact)
    let whole = Int.random(in: 0...250_000, using: &state.random)
    let isOrganization = fields?["is_organization"]?.bool ?? false
    return [
      "name": .string("\(Words.dealSubjects.randomElement(using: &state.random) ?? "") \(whole % 100)"),
      "owner_id": user(&state), "contact_id": .number(JSONNumber(contact)),
      "organization_id": (isOrganization ? .number(JSONNumber(contact)) : fields?["contact_id"]) ?? .null,
      "value": chance(3, &state) ? .string("\(whole).\(10 + whole % 90)") : .number(JSONNumber(whole)),
      "currency": pick(Words.currencies, &state), "hot": .bool(chance(6, &state)),
      "stage_id": identifier("stage", &state), "source_id": chance(2, &state) ? .null : identifier("source", &state),
      "last_stage_change_at": .string(Stamp.text(updated)),
      "last_stage_change_by_id": .number(JSONNumber(state.selfID)),
      "last_activity_at": .string(Stamp.text(updated)), "added_on": .string(Stamp.text(updated)),
      "estimated_close_date": chance(2, &state) ? .null : .string(Stamp.date(updated + 30 * 86_400)),
      "customized_win_likelihood": chance(3, &state) ? .number(JSONNumber(whole % 101)) : .null,
      "dropbox_email": .string("dropbox@\(String(whole, radix: 16)).deals.futuresimple.com"), "tags": tags(&state),
      "custom_fields": customFields(&state),
    ]
  }

  /// The lead, contact or deal that a note or task is about.
  private static func subject(_ state: inout SellState) -> [String: JSONValue]? {
    let type = ["lead", "contact", "deal"].randomElement(using: &state.random) ?? "lead"
    guard let id = state.database.ids(type).randomElement(using: &state.random) else { return nil }
    return ["resource_type": .string(type), "resource_id": .number(JSONNumber(id))]
  }

  private static func addContact(to deal: Int, _ created: Int, in state: inout SellState) {
    let contact = identifier("contact", &state)
    store(
      "associated_contact", ["contact_id": contact, "role": "involved"], created, created, parent: deal, in: &state)
  }

  private static func company(_ state: inout SellState) -> String {
    let stem = Words.companyStems.randomElement(using: &state.random) ?? ""
    return "\(stem) \(Words.companyKinds.randomElement(using: &state.random) ?? "")"
  }

  private static func address(_ state: inout SellState) -> JSONValue {
    let (city, region, country) = Words.cities.randomElement(using: &state.random) ?? ("", "", "")
    return [
      "line1": pick(Words.streets, &state), "city": .string(city),
      "postal_code": chance(2, &state) ? .null : "02601",
      "state": region.isEmpty ? .null : .string(region), "country": .string(country),
    ]
  }

  private static func tags(_ state: inout SellState) -> JSONValue {
    .array(Words.tags.filter { _ in chance(4, &state) }.map { .string($0) })
  }

  /// Custom fields are keyed by their display names, and their values are loosely typed.
  private static func customFields(_ state: inout SellState) -> JSONValue {
    var fields: JSONFields = [:]
    if chance(2, &state) { fields["Known via"] = pick(["Fair", "Tom", "Größere Anzeige"], &state) }
    if chance(4, &state) { fields["Very_Complicated.CustomField"] = "XX OO XX" }
    if chance(4, &state) { fields["Number of seats"] = .string(String(Int.random(in: 1...500, using: &state.random))) }
    if chance(6, &state) { fields["Newsletter"] = .bool(chance(2, &state)) }
    if chance(6, &state) { fields["Interests"] = .array([pick(["A", "B"], &state), "C"]) }
    if chance(8, &state) { fields["Site address"] = address(&state) }
    return .object(fields)
  }

  static func user(_ state: inout SellState) -> JSONValue { identifier("user", &state) }

  static func identifier(_ type: String, _ state: inout SellState) -> JSONValue {
    state.database.ids(type).randomElement(using: &state.random).map { .number(JSONNumber($0)) } ?? .null
  }

  private static func pick(_ words: [String], _ state: inout SellState) -> JSONValue {
    words.randomElement(using: &state.random).map { .string($0) } ?? .null
  }

  /// True once in a given number of times on average.
  private static func chance(_ times: Int, _ state: inout SellState) -> Bool {
    Int.random(in: 0..<times, using: &state.random) == 0
  }
}
