import Tributary
import ZendeskSell

/// What happens to the leads, contacts and deals of a store from now on, a line for each record that a commit touches.
func journal(of store: any RecordReader) throws -> AsyncStream<String> {
  let (lines, journal) = AsyncStream.makeStream(of: String.self)
  let tasks = [
    try follow(Lead.self, "lead", in: store, journal) { lead in
      let person = [lead.firstName, lead.lastName].compactMap { $0 }.joined(separator: " ")
      return "\(person.isEmpty ? lead.organizationName ?? "?" : person) (\(lead.status ?? "no status"))"
    },
    try follow(Contact.self, "contact", in: store, journal) { $0.name ?? "?" },
    try follow(Deal.self, "deal", in: store, journal) { deal in
      let worth = deal.value.map { ", \($0) \(deal.currency ?? "")" } ?? ""
      return "\(deal.name ?? "?")\(worth)"
    },
  ]
  journal.onTermination = { _ in for task in tasks { task.cancel() } }
  return lines
}

/// Writes a line for each update to the records of a model.
private func follow<Model: SyncRecord>(
  _ model: Model.Type, _ noun: String, in store: any RecordReader, _ journal: AsyncStream<String>.Continuation,
  title: @escaping @Sendable (Model) -> String
) throws -> Task<Void, Never> {
  // The updates begin before the records are read, so that none is missed in between.
  let updates = store.changes(of: model)
  let titles: @Sendable () throws -> [String: String] = {
    Dictionary(try store.all(model).map { ($0.id.description, title($0)) }) { _, last in last }
  }
  let before = try titles()
  return Task {
    var known = before
    do {
      for try await update in updates {
        switch update {
        case .upserted(let id, let record):
          let now = title(record)
          let line =
            switch known.updateValue(now, forKey: id) {
            case nil: "new \(noun): \(now)"
            case now?: "\(noun) changed: \(now)"
            case let before?: "\(noun) changed: \(before) -> \(now)"
            }
          journal.yield(line)
        case .deleted(let id): journal.yield("\(noun) deleted: \(known.removeValue(forKey: id) ?? id)")
        case .undecodable(let record, let error): journal.yield("\(noun) \(record.id) cannot be read: \(error)")
        case .missed:
          known = try titles()
          journal.yield("more \(noun)s changed than could be followed")
        }
      }
    } catch {
      journal.yield("the \(noun)s cannot be read: \(error)")
    }
  }
}
