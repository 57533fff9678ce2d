import TributaryJSON

/// The rules of single types for the attributes that a caller sends.
enum Rules {
  /// Sets the attributes that follow from others.
  ///
  /// - Parameters:
  ///   - previous: The state before, or `nil` for a new record.
  ///   - refused: Whether the record will not be stored, so that nothing else may be changed.
  /// - Returns: The problem.
  static func complete(
    _ fields: inout JSONFields, previous: JSONFields?, _ resource: Resource, in state: inout SellState,
    refused: Bool
  ) -> [Refusal.Problem] {
    switch resource.type {
    case "lead": return completeLead(&fields, resource)
    case "contact": return completeContact(&fields, previous, resource)
    case "deal": completeDeal(&fields, previous, in: state)
    case "task": completeTask(&fields, previous, in: state)
    case "line_item": completeLineItem(&fields, in: state)
    case "call" where previous == nil:
      if isBlank(fields["made_at"]) { fields["made_at"] = .string(state.stamp) }
      if isBlank(fields["user_id"]) { fields["user_id"] = .number(JSONNumber(state.selfID)) }
    case "sequence_enrollment" where previous == nil: Enrollments.begin(&fields, in: state)
    case "lead_conversion" where !refused: Conversion.convert(&fields, in: &state)
    default: break
    }
    return []
  }

  static func isBlank(_ value: JSONValue?) -> Bool {
    switch value {
    case nil, .null, .string(""): true
    default: false
    }
  }

  private static func completeLead(_ fields: inout JSONFields, _ resource: Resource) -> [Refusal.Problem] {
    isBlank(fields["last_name"]) && isBlank(fields["organization_name"])
      ? [Writing.missing("last_name", in: resource)] : []
  }

  private static func completeContact(
    _ fields: inout JSONFields, _ previous: JSONFields?, _ resource: Resource
  ) -> [Refusal.Problem] {
    let isOrganization = fields["is_organization"]?.bool ?? false
    if let previous, previous["is_organization"]?.bool != isOrganization {
      return [
        .init(
          code: "incorrect_value", message: "attribute value is incorrect",
          details: "The attribute '/is_organization' value cannot be changed", resource: resource.type,
          field: "/is_organization")
      ]
    }
    fields["is_organization"] = .bool(isOrganization)
    if isOrganization {
      fields["first_name"] = .null
      fields["last_name"] = .null
      return isBlank(fields["name"]) ? [Writing.missing("name", in: resource)] : []
    }
    if isBlank(fields["last_name"]), let name = fields["name"]?.string, !name.isEmpty {
      let words = name.split(separator: " ")
      fields["last_name"] = .string(words.last.map(String.init) ?? name)
      if words.count > 1 { fields["first_name"] = .string(words.dropLast().joined(separator: " ")) }
    }
    guard let last = fields["last_name"]?.string, !last.isEmpty else {
      return [Writing.missing("last_name", in: resource)]
    }
    fields["name"] = .string([fields["first_name"]?.string, last].compactMap(\.self).joined(separator: " "))
    return []
  }

  private static func completeDeal(_ fields: inout JSONFields, _ previous: JSONFields?, in state: SellState) {
    let contact = fields["contact_id"]?.int.flatMap { state.database.fields("contact", $0) }
    let isOrganization = contact?["is_organization"]?.bool ?? false
    fields["organization_id"] = (isOrganization ? contact?["id"] : contact?["contact_id"]) ?? .null
    if isBlank(fields["stage_id"]), let first = state.database.ids("stage").first {
      fields["stage_id"] = .number(JSONNumber(first))
    }
    if isBlank(fields["value"]) { fields["value"] = 0 }
    if previous?["stage_id"] != fields["stage_id"] {
      if previous != nil || isBlank(fields["last_stage_change_at"]) {
        fields["last_stage_change_at"] = .string(state.stamp)
      }
      fields["last_stage_change_by_id"] = .number(JSONNumber(state.selfID))
    }
    fields["last_activity_at"] = .string(state.stamp)
    if isBlank(fields["added_on"]) { fields["added_on"] = fields["created_at"] }
    if isBlank(fields["dropbox_email"]), let id = fields["id"]?.int {
      fields["dropbox_email"] = .string("dropbox@\(String(id, radix: 16)).deals.futuresimple.com")
    }
  }

  private static func completeTask(_ fields: inout JSONFields, _ previous: JSONFields?, in state: SellState) {
    let isCompleted = fields["completed"]?.bool ?? false
    if isCompleted != (previous?["completed"]?.bool ?? false) {
      fields["completed_at"] = isCompleted ? .string(state.stamp) : .null
    }
    fields["overdue"] = .bool(!isCompleted && fields["due_date"]?.string.map { $0 < state.stamp } ?? false)
  }

  private static func completeLineItem(_ fields: inout JSONFields, in state: SellState) {
    guard let product = fields["product_id"]?.int.flatMap({ state.database.fields("product", $0) }) else { return }
    for name in ["name", "sku", "description"] { fields[name] = product[name] ?? .null }
    let price = product["prices"]?.array?.first
    fields["price"] = price?["amount"] ?? .null
    if isBlank(fields["currency"]) { fields["currency"] = price?["currency"] ?? "USD" }
    if isBlank(fields["value"]) { fields["value"] = fields["price"] }
    if isBlank(fields["variation"]) { fields["variation"] = "0.00" }
    if isBlank(fields["quantity"]) { fields["quantity"] = 1 }
  }
}
