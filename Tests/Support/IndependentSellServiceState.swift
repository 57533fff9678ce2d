/// What the second service keeps.
struct IndependentSellServiceState: Sendable {
  struct Record: Sendable {
    /// `nil` for one that is deleted.
    var json: String?
    var version: Int
  }

  struct Session: Sendable {
    var device: String
    var pages = 0
    /// What is still to be handed out.
    var queue: ArraySlice<IndependentSellService.Key>
    /// The item that comes again with the next page.
    var again: IndependentSellService.Key?
  }

  var records: [IndependentSellService.Key: Record] = [:]
  /// The records in the order in which they came.
  var order: [IndependentSellService.Key] = []
  /// By device: the version of each record that it acknowledged.
  var known: [String: [IndependentSellService.Key: Int]] = [:]
  var sessions: [String: Session] = [:]
  /// What each key stands for.
  var keys: [String: (device: String, record: IndependentSellService.Key, version: Int)] = [:]
  /// Keys that were acknowledged and have not taken effect.
  var waiting: [String] = []
  var failingAlways: [IndependentSellService.Key: Int] = [:]
  var hasFailedOnce = false
  var complaints: [String] = []
  var requests: [String] = []
  var starts = 0
  var pages = 0
  var acknowledgements = 0

  mutating func set(_ key: IndependentSellService.Key, _ json: String?) {
    if records[key] == nil { order.append(key) }
    records[key] = Record(json: json, version: (records[key]?.version ?? 0) + 1)
  }

  /// The records whose latest version a device has not acknowledged.
  func wanted(by device: String) -> [IndependentSellService.Key] {
    order.filter { known[device]?[$0] != records[$0]?.version && failingAlways[$0] == nil }
  }

  mutating func settle() {
    for text in waiting {
      guard let key = keys[text] else { continue }
      known[key.device, default: [:]][key.record] = max(known[key.device]?[key.record] ?? 0, key.version)
    }
    waiting = []
  }
}
