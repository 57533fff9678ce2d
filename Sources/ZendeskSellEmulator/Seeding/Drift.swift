import TributaryJSON

/// Changes records as the other users of the service do.
enum Drift {
  private static let types: Set<String> = ["lead", "contact", "deal", "note", "task"]

  @discardableResult
  static func change(_ state: inout SellState, count: Int) -> [EmulatedSell.RecordKey] {
    var changed: [EmulatedSell.RecordKey] = []
    for _ in 0..<max(0, count) {
      switch Int.random(in: 0..<10, using: &state.random) {
      case 0: changed += delete(&state, count: 1)
      case 1, 2: changed += create(&state, count: 1)
      default: changed += update(&state, count: 1)
      }
    }
    return changed
  }

  static func create(_ state: inout SellState, count: Int) -> [EmulatedSell.RecordKey] {
    (0..<max(0, count)).compactMap { _ in
      guard state.database.hasRoom else { return nil }
      let kind = RecordMaker.kinds.randomElement(using: &state.random) ?? .lead
      return RecordMaker.make(kind, created: state.seconds, updated: state.seconds, in: &state)
        ?? RecordMaker.make(.lead, created: state.seconds, updated: state.seconds, in: &state)
    }
  }

  static func delete(_ state: inout SellState, count: Int) -> [EmulatedSell.RecordKey] {
    (0..<max(0, count)).compactMap { _ in
      guard let key = pick(&state) else { return nil }
      state.database.remove(key.type, key.id, at: state.seconds)
      return key
    }
  }

  static func update(_ state: inout SellState, count: Int) -> [EmulatedSell.RecordKey] {
    (0..<max(0, count)).compactMap { _ in
      guard let key = pick(&state), var fields = state.database.fields(key.type, key.id) else { return nil }
      alter(&fields, of: key.type, &state)
      fields["updated_at"] = .string(state.stamp)
      state.database.put(key.type, key.id, .object(fields), at: state.seconds)
      return key
    }
  }

  private static func alter(_ fields: inout JSONFields, of type: String, _ state: inout SellState) {
    let number = Int.random(in: 1...9999, using: &state.random)
    switch type {
    case "lead": fields["status"] = fields["status"]?.string == "Working" ? "Unqualified" : "Working"
    case "contact": fields["phone"] = number.isMultiple(of: 5) ? .null : .string("+1 (555) 011-\(number)")
    case "deal":
      fields["value"] = number.isMultiple(of: 2) ? .number(JSONNumber(number)) : .string("\(number).50")
      fields["stage_id"] = RecordMaker.identifier("stage", &state)
      fields["last_stage_change_at"] = .string(state.stamp)
    case "task":
      let isCompleted = fields["completed"]?.bool ?? false
      fields["completed"] = .bool(!isCompleted)
      fields["completed_at"] = isCompleted ? .null : .string(state.stamp)
    default: fields["content"] = .string("Changed for the \(number)th time.")
    }
  }

  /// A random record of the kinds that people change.
  private static func pick(_ state: inout SellState) -> EmulatedSell.RecordKey? {
    let count = state.database.records.count
    guard count > 0 else { return nil }
    let start = Int.random(in: 0..<count, using: &state.random)
    for offset in 0..<count {
      let record = state.database.records[(start + offset) % count]
      if !record.isDeleted, types.contains(record.type) { return .init(record.type, record.id) }
    }
    return nil
  }
}
