/// What the sync endpoints keep between requests.
struct SyncState: Sendable {
  var devices: [String: Device] = [:]
  var sessions: [String: Session] = [:]
  /// How many more times a record cannot be fetched, by its index.
  var failing: [Int32: Int] = [:]
  /// Acknowledgements that were accepted and have not taken effect, oldest first.
  var waiting: [WaitingAcknowledgement] = []
  /// How many keys took effect or were lost, to lose one at an interval.
  var keyCount = 0

  struct WaitingAcknowledgement: Sendable {
    var device: String
    var states: [(place: Int32, sequence: Int)]
    var request: Int
    var second: Int
  }

  /// Makes room for a device by forgetting the one whose last request is the oldest.
  mutating func remember(_ device: String, request: Int, capacity: Int) {
    if devices[device] == nil, devices.count >= max(1, capacity),
      let silent = devices.min(by: { $0.value.lastRequest < $1.value.lastRequest })?.key
    {
      devices[silent] = nil
      sessions = sessions.filter { $0.value.device != silent }
      waiting.removeAll { $0.device == silent }
    }
    devices[device, default: Device()].lastRequest = request
  }

  /// Drops the sessions without a request for too long.
  mutating func expireSessions(before second: Int) {
    if sessions.contains(where: { $0.value.lastAsked < second }) {
      sessions = sessions.filter { $0.value.lastAsked >= second }
    }
  }
}
