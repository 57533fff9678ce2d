/// What the service remembers about a device: which state of each record it received and acknowledged.
struct Device: Sendable {
  /// By index of the record: twice the number of the acknowledged state, plus 1 if the record was ever sent.
  private var marks: [Int] = []
  /// Changes up to this number are in the backlog or were handled.
  private var position = 0
  /// The changes that may have to be sent, oldest first.
  private var backlog: [SellChange] = []
  /// The number of the device's last request.
  var lastRequest = 0
  /// The last keys that it acknowledged, in order.
  private(set) var keys: [String] = []

  /// Adds the latest changes to what has to be sent, and returns that: the records whose latest state the device has not
  /// acknowledged.
  ///
  /// This reads only the changes since the last call and what was left then.
  mutating func refreshBacklog(
    from database: Database, audience: EmulatedSell.DeletionAudience
  ) -> [SellChange] {
    backlog += database.changes(after: position)
    position = database.lastSequence
    let left = backlog.filter {
      !database.isOvertaken($0) && wants(database.records[Int($0.place)], at: $0.place, audience)
    }
    backlog = left
    return left
  }

  /// Whether the latest state of a record has to be sent.
  func wants(_ record: Record, at place: Int32, _ audience: EmulatedSell.DeletionAudience) -> Bool {
    let mark = self[place]
    guard mark >> 1 != record.sequence else { return false }
    guard record.isDeleted else { return true }
    return switch audience {
    case .acknowledged: mark > 1
    case .sent: mark > 0
    case .everyone: true
    }
  }

  /// Whether the device ever acknowledged a record.
  func knows(_ place: Int32) -> Bool { self[place] > 1 }

  /// Whether the device was ever sent a record.
  func wasSent(_ place: Int32) -> Bool { self[place] & 1 == 1 }

  mutating func noteSent(_ place: Int32) { self[place] |= 1 }

  /// Notes that the device has a state of a record. A state that is older than its current one changes nothing.
  mutating func acknowledge(_ place: Int32, _ sequence: Int, in database: Database) {
    let mark = self[place]
    guard mark >> 1 < sequence else { return }
    self[place] = sequence << 1 | mark & 1
    let record = database.records[Int(place)]
    // Until now a deletion may have been skipped, because the device was not known to have the record.
    if mark < 2, record.isDeleted, record.sequence != sequence, record.sequence <= position {
      backlog.append(SellChange(place: place, sequence: record.sequence))
    }
  }

  /// Remembers a limited number of keys for inspection.
  mutating func remember(_ key: String, limit: Int) {
    guard limit > 0 else { return }
    if keys.count >= limit { keys.removeFirst(max(1, limit / 2)) }
    keys.append(key)
  }

  private subscript(place: Int32) -> Int {
    get { Int(place) < marks.count ? marks[Int(place)] : 0 }
    set {
      if Int(place) >= marks.count {
        marks += repeatElement(0, count: max(Int(place) + 1 - marks.count, marks.count / 2))
      }
      marks[Int(place)] = newValue
    }
  }
}
