import Foundation

/// Whole syncs by the command line: from a loopback server into a durable SQLite database.
enum SyncFigures {
  static let services: [(name: String, title: String, arguments: [String], environment: [String: String])] = [
    ("my-azur", "My Azur", ["--folder", "5"], ["MYAZUR_TOKEN": "benchmark"]),
    ("zendesk-sell", "Zendesk Sell", [], ["ZENDESK_SELL_TOKEN": "benchmark"]),
    (
      "sharespine", "Sharespine", ["--entity", "product,order,ledgeraccount,ledgerentry,supplierinvoice"],
      [
        "SHARESPINE_USERNAME": "benchmark", "SHARESPINE_PASSWORD": "benchmark", "SHARESPINE_TENANT": "benchmark",
        "SHARESPINE_CONNECTION_ID": "3fb2568eb7e165e34dd311af5550002b",
      ]
    ),
  ]

  static func all(records: [Int]) throws -> [Figure] {
    try services.flatMap { service in
      let runs = try records.map { count in
        let server = try ServerProcess(service: service.name, records: count)
        defer { server.stop() }
        return (count, try sync(service.name, service.arguments, service.environment, from: server.url))
      }
      let figures = runs.flatMap { count, result in
        [
          Figure(
            key: "sync/\(service.name)/\(count)", title: "Sync \(count) records of \(service.title) into SQLite",
            value: Double(count) / result.seconds, unit: "records/s",
            detail: String(format: "%.2f s from start to exit", result.seconds)),
          Figure(
            key: "memory/\(service.name)/\(count)", title: "Peak memory of that sync", value: result.peak, unit: "MB"),
        ]
      }
      guard let first = runs.first, let last = runs.last, last.0 > first.0 else { return figures }
      let growth = Figure(
        key: "memory-growth/\(service.name)", title: "Peak memory, \(last.0) records against \(first.0)",
        value: last.1.peak / first.1.peak, unit: "times")
      return figures + [growth]
    }
  }

  /// One sync into a new database.
  static func sync(
    _ service: String, _ arguments: [String], _ environment: [String: String], from url: String
  ) throws -> MeasuredProcess.Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tributary-benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let database = folder.appending(path: "mirror.sqlite").path
    return try MeasuredProcess.run(
      "tributary", ["sync", service] + arguments + ["--base-url", url, "--database", database],
      environment: environment)
  }
}
