import TributaryJSON

/// The records that only REST shows: products and orders, calls and visits, documents, sequences, definitions of custom
/// fields.
enum CatalogSeeder {
  static func seed(_ now: Int, _ state: inout SellState) {
    seedProducts(now, &state)
    seedActivities(now, &state)
    seedSequences(now, &state)
    seedDefinitions(now, &state)
  }

  private static func seedProducts(_ now: Int, _ state: inout SellState) {
    for index in 1...5 {
      RecordMaker.store(
        "product",
        [
          "name": .string("Plan \(index)"), "description": "Includes more storage options",
          "sku": .string("plan-\(index)"), "active": .bool(index != 5), "max_discount": index == 1 ? 15 : .null,
          "cost": index == 2 ? .null : .string("\(index)99.99"), "cost_currency": "USD",
          "prices": [
            ["amount": .string("\(index)599.99"), "currency": "USD"],
            ["amount": .string("\(index)599.50"), "currency": "PLN"],
          ],
        ], now, now, in: &state)
    }
    for deal in state.database.ids("deal").prefix(2) {
      let order = RecordMaker.store(
        "order", ["deal_id": .number(JSONNumber(deal)), "discount": 4], now, now, in: &state)
      for product in state.database.ids("product").prefix(2) {
        let fields = state.database.fields("product", product) ?? [:]
        RecordMaker.store(
          "line_item",
          [
            "product_id": .number(JSONNumber(product)), "name": fields["name"] ?? .null, "sku": fields["sku"] ?? .null,
            "description": fields["description"] ?? .null, "price": "1599.99", "value": "1500.00",
            "variation": "-99.99",
            "currency": "USD", "quantity": 2,
          ], now, now, parent: order.id, in: &state)
      }
    }
  }

  private static func seedActivities(_ now: Int, _ state: inout SellState) {
    let leads = state.database.ids("lead").prefix(4)
    for (index, lead) in leads.enumerated() {
      let subject: [String: JSONValue] = ["resource_type": "lead", "resource_id": .number(JSONNumber(lead))]
      func store(_ type: String, _ values: [String: JSONValue]) {
        RecordMaker.store(type, values.merging(subject) { first, _ in first }, now, now, in: &state)
      }
      let moment = JSONValue.string(Stamp.text(now - 3600 * (index + 1)))
      let user = RecordMaker.user(&state)
      store(
        "call",
        [
          "user_id": user, "summary": "Asked for an offer",
          "outcome_id": RecordMaker.identifier("call_outcome", &state),
          "duration": .number(JSONNumber(30 * index)), "phone_number": "+44-208-1234567",
          "incoming": .bool(index.isMultiple(of: 2)), "missed": .bool(index == 3), "made_at": moment,
        ])
      store(
        "text_message",
        [
          "user_id": user, "user_phone_number": "+15550100", "content": "On my way", "incoming": false,
          "resource_phone_number": "+15550101", "sent_at": moment,
        ])
      store(
        "visit",
        [
          "outcome_id": RecordMaker.identifier("visit_outcome", &state), "visited_at": moment,
          "resource_address": "2726 Smith Street", "rep_location_verification_status": "verified", "summary": "Met",
        ])
      store("collaboration", ["collaborator_id": user])
      store(
        "document",
        [
          "name": .string("offer-\(index).pdf"), "content_type": "application/pdf", "size": 4096,
          "download_url": "https://example.com/offer.pdf",
        ])
    }
    if let contact = state.database.ids("contact").first {
      RecordMaker.store(
        "lead_conversion",
        [
          "lead_id": .number(JSONNumber(state.database.newID())), "individual_id": .null,
          "organization_id": .number(JSONNumber(contact)),
        ], now, now, in: &state)
    }
  }

  private static func seedSequences(_ now: Int, _ state: inout SellState) {
    for name in ["Welcome sequence", "Another sequence"] {
      let steps = (0..<3).map { position -> JSONValue in
        [
          "data": [
            "id": .number(JSONNumber(state.database.newID())), "action_type": "automated_email",
            "delay_from_previous_step": position == 0 ? 0 : 1, "delay_from_previous_step_unit": "weekdays",
            "position": .number(JSONNumber(position)),
            "action_properties": ["email_template_id": 398_744, "is_reply": .bool(position > 0)],
          ], "meta": ["type": "step"],
        ]
      }
      RecordMaker.store(
        "sequence",
        [
          "name": .string(name), "steps_total": 3,
          "steps": ["items": .array(steps), "meta": ["type": "collection", "count": 3]],
        ], now, now, in: &state)
    }
  }

  private static func seedDefinitions(_ now: Int, _ state: inout SellState) {
    let types = [
      ("Known via", "list"), ("Very_Complicated.CustomField", "string"), ("Number of seats", "number"),
      ("Newsletter", "bool"), ("Interests", "multi_select_list"), ("Site address", "address"),
    ]
    for subject in ["lead", "contact", "deal", "prospect_and_customer"] {
      for (name, type) in types {
        let hasChoices = type.hasSuffix("list")
        RecordMaker.store(
          "\(subject)_custom_field",
          [
            "name": .string(name), "type": .string(type), "for_contact": true, "for_organisation": true,
            "choices": hasChoices ? [["id": 1, "name": "A"], ["id": 2, "name": "B"]] : .null,
          ], now, now, in: &state)
      }
    }
  }
}
