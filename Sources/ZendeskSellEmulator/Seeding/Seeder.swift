import TributaryJSON

/// Fills a service with the records that it begins with.
enum Seeder {
  /// The history begins this many seconds before the service's clock.
  private static let history = 90 * 86_400

  static func seed(_ state: inout SellState) {
    let end = state.seconds
    let start = end - history
    seedAccount(start, &state)
    seedPipelines(start, &state)
    seedNames(start, &state)
    for index in 0..<max(0, state.configuration.recordsOfUnknownTypes) {
      let id = state.database.newID()
      let type = index.isMultiple(of: 2) ? "smart_list" : "forecast"
      state.database.queue(type)
      state.database.put(
        type, id, .object(["id": .number(JSONNumber(id)), "label": "not documented", "weight": 1.5]), at: start)
    }
    let seeded = state.database.collections.reduce(0) {
      $0 + (state.database.isQueued($1.key) ? $1.value.ids.count : 0)
    }
    let count = max(0, state.configuration.records - seeded)
    // A note needs a subject: while there is none, a lead is created instead.
    for index in 0..<count {
      let created = start + history / count * index
      let updated = created + Int.random(in: 0...history / count, using: &state.random)
      let kind = RecordMaker.kinds[index % RecordMaker.kinds.count]
      if RecordMaker.make(kind, created: created, updated: updated, in: &state) == nil {
        RecordMaker.make(.lead, created: created, updated: updated, in: &state)
      }
    }
    CatalogSeeder.seed(end, &state)
  }

  private static func seedAccount(_ start: Int, _ state: inout SellState) {
    func store(_ type: String, _ values: [String: JSONValue]) -> Int {
      RecordMaker.store(type, values, start, start, in: &state).id
    }
    state.accountID = store(
      "account",
      [
        "name": "Emulated Sales Co", "currency": "USD", "time_format": "24H", "timezone": "UTC+01:00",
        "phone": "202-555-0141", "subdomain": "emulated",
      ])
    for index in 0..<5 {
      let name = "\(Words.firstNames[index * 4]) \(Words.lastNames[index * 3])"
      let id = store(
        "user",
        [
          "name": .string(name), "email": .string("agent.\(index + 1)@example.com"),
          "status": index == 4 ? "inactive" : "active", "invited": true, "confirmed": true,
          "role": index == 0 ? "admin" : "user", "roles": index == 1 ? [["id": 1, "name": "Field sales"]] : [],
          "team_name": index > 1 ? "Team One" : .null, "group": index > 1 ? ["id": 1, "name": "Europe"] : .null,
          "reports_to": index == 0 ? .null : .number(JSONNumber(state.selfID)), "timezone": "UTC+01:00",
          "zendesk_user_id": .string(String(900_000_000_000 + index)), "identity_type": "person",
        ])
      if index == 0 { state.selfID = id }
    }
  }

  private static func seedPipelines(_ start: Int, _ state: inout SellState) {
    let plans: [(String, [(String, String, Int)])] = [
      (
        "Sales pipeline",
        [
          ("Incoming", "incoming", 0), ("Qualified", "in_progress", 20), ("Quote", "in_progress", 50),
          ("Won", "won", 100),
        ]
      ),
      ("Empire pipeline", [("Incoming", "incoming", 5), ("In progress", "in_progress", 12), ("Lost", "lost", 0)]),
    ]
    for (name, stages) in plans {
      let pipeline = RecordMaker.store("pipeline", ["name": .string(name)], start, start, in: &state).id
      for (index, (name, category, likelihood)) in stages.enumerated() {
        RecordMaker.store(
          "stage",
          [
            "name": .string(name), "category": .string(category), "position": .number(JSONNumber(index + 1)),
            "likelihood": .number(JSONNumber(likelihood)), "active": true, "pipeline_id": .number(JSONNumber(pipeline)),
          ], start, start, parent: pipeline, in: &state)
      }
    }
  }

  /// The kinds of which little more than a name is known.
  private static func seedNames(_ start: Int, _ state: inout SellState) {
    func store(_ type: String, _ names: [String], _ more: [String: JSONValue] = [:]) {
      for name in names {
        RecordMaker.store(
          type, more.merging(["name": .string(name)]) { first, _ in first }, start, start, in: &state)
      }
    }
    store("source", ["Our website", "Word of mouth"])
    store("source", ["Fair", "Cold call"], ["resource_type": "lead"])
    store("source", ["Referral", "Partner"], ["resource_type": "deal"])
    store("loss_reason", ["We were too expensive", "Chosen a competitor", "No budget", "No answer"])
    store("lead_unqualified_reason", ["No need", "Wrong person"])
    store("deal_unqualified_reason", ["Duplicate", "No budget"])
    store("lead_status", ["New", "Working", "Unqualified"])
    store("industry", Words.industries)
    store("call_outcome", ["Interested", "Not interested", "Left message", "No answer"])
    store("visit_outcome", ["Meeting held", "Nobody there"])
    for (index, name) in Words.tags.enumerated() {
      store("tag", [name], ["resource_type": .string(["lead", "contact", "deal", "lead"][index % 4])])
    }
  }
}
