@_spi(Generated) import Tributary
@_spi(Generated) import TributaryJSON

/// A type of record that the queue delivers and a store keeps.
struct QueuedRecord: Sendable {
  /// The interpretation of a record's own JSON.
  struct Reading {
    /// The identifier as text, if it could be read.
    var id: String?
    /// Whether the type is known.
    var isKnown = true
    /// Why the record does not decode, or `nil` when it does.
    var problem: String?
  }

  /// How stores call it.
  let type: RecordType
  private let read: @Sendable (RawJSON) -> Reading

  private init<Record: SyncRecord>(_ record: Record.Type) {
    type = record.recordType
    read = { content in
      do throws(JSONError) {
        return Reading(id: try content.decode(as: Record.self).id.description)
      } catch {
        return Reading(id: content.identifier, problem: "\(error)")
      }
    }
  }

  /// Every such type.
  static let all = [
    QueuedRecord(Account.self), QueuedRecord(Call.self), QueuedRecord(CallOutcome.self), QueuedRecord(Contact.self),
    QueuedRecord(Deal.self), QueuedRecord(Lead.self), QueuedRecord(LineItem.self), QueuedRecord(LossReason.self),
    QueuedRecord(Note.self), QueuedRecord(Order.self), QueuedRecord(Pipeline.self), QueuedRecord(Product.self),
    QueuedRecord(Source.self), QueuedRecord(Stage.self), QueuedRecord(Tag.self), QueuedRecord(TaskItem.self),
    QueuedRecord(TextMessage.self), QueuedRecord(User.self), QueuedRecord(Visit.self), QueuedRecord(VisitOutcome.self),
  ]

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.type.name, $0) })

  /// Reads a record's own JSON, including that of a type which is not a separate record.
  static func reading(_ content: RawJSON, as type: String) -> Reading {
    if let record = byName[type] { return record.read(content) }
    switch SyncRecordData(content, tag: type) {
    case .other: return Reading(id: content.identifier, isKnown: false)
    case .undecodable(_, _, let error): return Reading(id: content.identifier, problem: "\(error)")
    default: return Reading(id: content.identifier)
    }
  }

  /// The call for one record; `nil` for a type that has none, or whose name several resources share: a record that is
  /// not found in one of them may still exist.
  static func endpoint(_ record: RecordReference) -> Endpoint<RawJSON>? {
    paths[record.type].map { path in
      Endpoint(
        "sync.object", "GET", "/v2/\(path)/\(record.id)", responses: [.json(200, in: "data")],
        errors: .json(ErrorList.self))
    }
  }

  private static let paths = [
    "call": "calls", "contact": "contacts", "deal": "deals", "lead": "leads", "loss_reason": "loss_reasons",
    "note": "notes", "order": "orders", "product": "products", "tag": "tags", "task": "tasks",
    "text_message": "text_messages", "user": "users", "visit": "visits",
  ]
}
