import Tributary

/// The streams of a database as a table for people: a line each, with ages, and a column for each kind of leftover that
/// there is.
struct StreamTable {
  private let streams: [StreamSummary]
  private let present: Timestamp

  init(_ streams: [StreamSummary], at present: Timestamp) {
    self.streams = streams
    self.present = present
  }

  var lines: [String] {
    let leftovers = Self.leftovers.filter { leftover in streams.contains { leftover.count($0) > 0 } }
    let counts = leftovers.map { TextTable.Column(title: $0.title, isNumeric: true) }
    var table = TextTable(
      [.init(title: "stream"), .init(title: "state"), .init(title: "records", isNumeric: true)]
        + [.init(title: "last commit")] + counts)
    for stream in streams {
      let records = stream.records.reduce(0) { $0 + $1.count }
      table.add(
        [stream.name, Self.words(stream.standing), records.grouped, committed(stream)]
          + leftovers.map { cell($0.count(stream), since: $0.title == Self.written ? stream.oldestApplied : nil) })
    }
    return table.lines
  }

  private static let written = "written, not yet synced"

  /// What is left to do or to look at, in the order of its columns.
  private static let leftovers: [(title: String, count: @Sendable (StreamSummary) -> Int)] = [
    ("to acknowledge", { $0.state.outbox.count }), ("unsettled", { $0.state.unsettledObjects.count }),
    ("in quarantine", { $0.quarantined }), (written, { $0.applied }),
  ]

  private func committed(_ stream: StreamSummary) -> String {
    if let moment = stream.committedAt { return moment.age(at: present) }
    // Databases of earlier versions do not say when.
    return stream.standing == .never ? "never" : "unknown"
  }

  private func cell(_ count: Int, since oldest: Timestamp?) -> String {
    guard count > 0 else { return "0" }
    return oldest.map { "\(count.grouped), the oldest \($0.age(at: present))" } ?? count.grouped
  }

  private static func words(_ standing: StreamStanding) -> String {
    switch standing {
    case .never: "never synced"
    case .unfinished: "unfinished"
    case .incomplete: "incomplete"
    case .complete: "synced"
    }
  }
}

extension StreamSummary {
  /// What people call the stream: `my-azur, folder 5, incoming`.
  var name: String { [key.service, key.scope].filter { !$0.isEmpty }.joined(separator: ", ") }
}
