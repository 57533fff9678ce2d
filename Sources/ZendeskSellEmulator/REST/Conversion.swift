import TributaryJSON

/// Converts a lead to contacts and, on request, a deal.
enum Conversion {
  /// Creates the records for which the lead has names, deletes the lead, and notes the result in the conversion.
  static func convert(_ fields: inout JSONFields, in state: inout SellState) {
    guard let leadID = fields["lead_id"]?.int, let lead = state.database.fields("lead", leadID),
      let resource = ResourceTable.byType["contact"]
    else { return }
    var shared: JSONFields = [:]
    for name in ["owner_id", "address", "email", "phone", "mobile", "website", "industry", "tags", "custom_fields"] {
      shared[name] = lead[name]
    }
    if let owner = fields["owner_id"], !owner.isNull { shared["owner_id"] = owner }
    var organization: Int?
    if let name = lead["organization_name"], !Rules.isBlank(name) {
      var attributes = shared
      attributes["is_organization"] = true
      attributes["name"] = name
      organization = try? Writing.create(resource, attributes, parent: nil, in: &state)
    }
    var individual: Int?
    if let name = lead["last_name"], !Rules.isBlank(name) {
      var attributes = shared
      attributes["first_name"] = lead["first_name"]
      attributes["last_name"] = name
      if let organization { attributes["contact_id"] = .number(JSONNumber(organization)) }
      individual = try? Writing.create(resource, attributes, parent: nil, in: &state)
    }
    var deal: Int?
    if fields["create_deal"]?.bool == true, let contact = individual ?? organization,
      let deals = ResourceTable.byType["deal"]
    {
      let name = lead["organization_name"]?.string ?? lead["last_name"]?.string ?? "New deal"
      deal = try? Writing.create(
        deals, ["name": .string(name), "contact_id": .number(JSONNumber(contact))], parent: nil, in: &state)
    }
    func value(_ id: Int?) -> JSONValue { id.map { .number(JSONNumber($0)) } ?? .null }
    fields["individual_id"] = value(individual)
    fields["organization_id"] = value(organization)
    fields["deal_id"] = value(deal)
    for name in ["create_deal", "owner_id"] { fields[name] = nil }
    state.database.remove("lead", leadID, at: state.seconds)
  }
}
