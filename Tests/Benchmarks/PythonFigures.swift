import Foundation
import TributaryJSON

/// The same work in Python: typed msgspec and orjson on the queue page, and the official Zendesk Sell client on a whole
/// sync that stores nothing.
enum PythonFigures {
  private static let records = 20_000

  static func all() throws -> [Figure] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tributary-benchmark-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let python = folder.appending(path: "bin/python")
    _ = try output("/usr/bin/env", ["python3", "-m", "venv", folder.path])
    _ = try output(
      python.path, ["-m", "pip", "install", "-q", "--disable-pip-version-check", "msgspec", "orjson", "basecrm==1.2.9"])
    return try coding(python.path, folder) + sync(python)
  }

  private static func coding(_ python: String, _ folder: URL) throws -> [Figure] {
    let queue = CodingFigures.QueuePage.self
    return try coding(python, folder, "queue", "the queue page", "", Payloads.queuePage, queue)
      + coding(
        python, folder, "queue", "the page with names in another order", "-reordered", Payloads.reorderedPage, queue)
      + coding(python, folder, "queue", "the page with long texts", "-long-texts", Payloads.longTextPage, queue)
      + coding(
        python, folder, "queue", "the page with unknown fields", "-unknown-fields", Payloads.unknownFieldPage, queue)
      + coding(
        python, folder, "documents", "the My Azur list", "-my-azur-list", Payloads.documentList,
        CodingFigures.DocumentList.self)
      + coding(
        python, folder, "products", "the Sharespine page", "-sharespine-page", Payloads.productPage,
        CodingFigures.ProductPage.self)
  }

  private static func coding<Body: JSONCodable>(
    _ python: String, _ folder: URL, _ kind: String, _ title: String, _ suffix: String, _ text: String,
    _ body: Body.Type
  ) throws -> [Figure] {
    let page = folder.appending(path: "page.json")
    try Data(text.utf8).write(to: page)
    let speeds = try JSONDecoder().decode(
      [String: Double].self, from: output(python, [script("coding_speed.py"), kind, page.path]))
    let ours = try CodingFigures.speeds(of: body, text)
    return [
      ("decode", "msgspec", "Decode \(title) against typed msgspec", ours.decoding),
      ("encode", "msgspec", "Encode \(title) against typed msgspec", ours.encoding),
      ("decode", "orjson", "Decode \(title), typed, against orjson into dictionaries", ours.decoding),
      ("encode", "orjson", "Encode \(title), typed, against orjson from dictionaries", ours.encoding),
    ].compactMap { verb, library, title, speed in
      speeds["\(library) \(verb)"].map { theirs in
        Figure(
          key: "python/\(verb)-\(library)\(suffix)", title: title, value: speed / theirs, unit: "times",
          detail: "\(Int(speed / 1e6)) MB/s; \(library) \(Int(theirs / 1e6)) MB/s")
      }
    }
  }

  /// Whole syncs in turns, each from a server of its own; the middle ratio of five.
  private static func sync(_ python: URL) throws -> [Figure] {
    let samples = try (0..<5).map { _ in
      let (first, second) = (try server(), try server())
      defer {
        first.stop()
        second.stop()
      }
      let ours = try SyncFigures.sync("zendesk-sell", [], ["ZENDESK_SELL_TOKEN": "benchmark"], from: first.url)
      let theirs = try MeasuredProcess.run(python, [script("sell_sync_time.py"), second.url, "\(records)"])
      return (ours: ours.seconds, theirs: theirs.seconds, ratio: theirs.seconds / ours.seconds)
    }.sorted { $0.ratio < $1.ratio }
    let middle = samples[samples.count / 2]
    return [
      Figure(
        key: "python/sell-sync", title: "Sync \(records) Sell records against the official client",
        value: middle.ratio, unit: "times", spread: samples[0].ratio...samples[samples.count - 1].ratio,
        detail: String(format: "%.1f s into SQLite; %.1f s, storing nothing", middle.ours, middle.theirs))
    ]
  }

  private static func server() throws -> ServerProcess {
    try ServerProcess(service: "zendesk-sell", records: records)
  }

  private static func script(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Python/\(name)")
      .path
  }

  private static func output(_ program: String, _ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw MeasuredProcess.Failed(
        description: "\(program) \(arguments.joined(separator: " ")) ended with exit code \(process.terminationStatus)")
    }
    return data
  }
}
