import Foundation
import Tributary
import TributaryJSON
import TributarySQLite
import ZendeskSell

/// Reading a large database by local queries, against `json_extract`.
///
/// A look at a record by a filter takes 1.0 µs of processor time for 400 bytes of JSON, by a profile: 31 % reads JSON,
/// of which all must be valid, 21 % is SQLite, which goes through its index to the table, 16 % is the system's reading
/// of pages, 14 % compares names and values, and 10 % counts references. Decoding a record takes 1.9 µs: 27 % reads
/// JSON, 25 % is Swift's library, which makes strings and looks up generic types, 19 % is SQLite, 17 % allocates and
/// moves memory, and 8 % is the system's.
enum StoreFigures {
  static func all(records: Int) async throws -> [Figure] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tributary-benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "leads.sqlite").path
    let store = try SQLiteStore(path: path)
    try await fill(store, records)

    let wanted = "lead-\(records / 2)@example.com"
    func find() throws { keep(try store.records(Lead.self) { $0.email.equals(wanted) }.count) }
    let scan = try seconds(3) { keep(try store.records(Lead.self) { $0.address.city.equals("nowhere") }.count) }
    let typed = try seconds(1) {
      var count = 0
      try store.forEach(Lead.self) {
        keep($0)
        count += 1
      }
      keep(count)
    }
    // The tool has no other way than to read each record's JSON.
    let extract = try seconds(3) {
      _ = try MeasuredProcess.run(
        URL(filePath: "/usr/bin/env"),
        ["sqlite3", path, "SELECT count(*) FROM record WHERE json_extract(payload, '$.address.city') = 'nowhere'"])
    }
    let creation = try seconds(1) { try store.index(Lead.self) { $0.email } }
    let equality = try seconds(101, find)
    let range = try seconds(21) {
      keep(try store.records(Lead.self) { $0.email.hasPrefix("lead-\(records / 2 / 100)") }.count)
    }
    return [
      Figure(
        key: "store/scan", title: "Look at \(records) records by a local filter", value: extract / scan, unit: "times",
        detail: String(
          format: "%.2f µs a record; json_extract in sqlite3 %.2f µs", scan / Double(records) * 1e6,
          extract / Double(records) * 1e6)),
      Figure(
        key: "store/typed-scan", title: "Decode \(records) records", value: typed / Double(records) * 1e6,
        unit: "µs a record"),
      Figure(
        key: "store/index", title: "Index a field of \(records) records", value: creation, unit: "s"),
      Figure(
        key: "store/equality", title: "Find one of \(records) records by an index", value: equality * 1e3, unit: "ms",
        detail: String(format: "the median; without the index %.0f ms", scan * 1e3)),
      Figure(
        key: "store/range", title: "Find the records of a prefix by an index", value: range * 1e3, unit: "ms"),
    ]
  }

  /// The median of some runs.
  private static func seconds(_ runs: Int, _ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let times = try (0..<runs).map { _ in try clock.measure(body) }.sorted()
    let (seconds, attoseconds) = times[runs / 2].components
    return Double(seconds) + Double(attoseconds) / 1e18
  }

  private static func fill(_ store: SQLiteStore, _ records: Int) async throws {
    let key = StreamKey(service: Lead.recordType.service, baseURL: "https://example.com")
    let stream: any StreamStore = try store.open(key, types: [])
    defer { stream.close() }
    var next = 0
    while next < records {
      var transaction = StreamTransaction()
      transaction.durable = false
      for id in next..<min(next + 5_000, records) {
        let json = """
          {"id":\(id),"first_name":"Anna","last_name":"Nowak \(id)","email":"lead-\(id)@example.com","title":"CEO",\
          "phone":"+48 12 345 \(id % 1000)","address":{"line1":"Rynek \(id % 90)","city":"Kraków \(id % 500)","country":"PL"},\
          "tags":["tag-\(id % 7)"],"status":"New","created_at":"2024-01-09T15:00:00Z","updated_at":"2024-02-10T12:30:00Z"}
          """
        transaction.changes.append(RecordChange(type: "lead", id: "\(id)", kind: .upsert(try RawJSON(json))))
      }
      _ = try await stream.commit(transaction)
      next += 5_000
    }
  }
}
