import Tributary
import TributaryJSON

/// An item of a simulated queue. It is one whole number, because a simulation reads hundreds of thousands of them.
struct SessionQueueSimulationItem: Equatable {
  /// What is odd about it.
  enum Oddity: Int { case deletion = 1, keyless = 2, undecodable = 4 }

  static let types = ["lead", "contact", "deal", "gadget"]

  var id: Int
  var revision: Int
  var oddities = 0

  init(id: Int, revision: Int, oddities: Int = 0) {
    self.id = id
    self.revision = revision
    self.oddities = oddities
  }

  /// Reads an item; `nil` for one without identifier.
  init?(_ raw: RawJSON) {
    guard let number = Int(raw.text), number >= 0 else { return nil }
    self.init(id: number >> 16, revision: number >> 4 & 0xfff, oddities: number & 0xf)
  }

  /// The JSON. An item without identifier is a negative number, which is its key as well.
  var json: String { String(id << 16 | revision << 4 | oddities) }
  var key: String { String(id << 12 | revision) }
  var reference: RecordReference { Self.reference(id) }

  /// What a key stands for; `nil` for that of an item without identifier.
  init?(key: String) {
    guard let number = Int(key), number >= 0 else { return nil }
    self.init(id: number >> 12, revision: number & 0xfff)
  }

  func isOdd(_ oddity: Oddity) -> Bool { oddities & oddity.rawValue != 0 }

  static func reference(_ id: Int) -> RecordReference { RecordReference(type: types[id & 3], id: String(id)) }

  /// What an adapter reads from an item.
  @Sendable static func interpret(_ raw: RawJSON) -> SessionQueue.Item {
    guard let item = Self(raw) else {
      return SessionQueue.Item(type: "lead", id: nil, key: raw.text, kind: .upsert(raw))
    }
    let reference = item.reference
    return SessionQueue.Item(
      type: reference.type, id: reference.id, key: item.isOdd(.keyless) ? nil : item.key,
      kind: item.isOdd(.deletion) ? .delete : .upsert(raw), isKnown: item.id & 3 != 3,
      problem: item.isOdd(.undecodable) ? "undecodable" : nil)
  }
}
