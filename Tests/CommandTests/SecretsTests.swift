import Foundation
import MyAzurEmulator
import SharespineEmulator
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON
import ZendeskSellEmulator

/// Runs every command in every way with marked credentials, and looks for the marks in all that was written.
@Suite("Secrets", .timeLimit(.minutes(5)))
struct SecretsTests {
  private static let mark = "SECRET+MARK/7"
  private static let environment = [
    "MYAZUR_TOKEN": mark, "ZENDESK_SELL_TOKEN": mark, "SHARESPINE_USERNAME": "user", "SHARESPINE_PASSWORD": mark,
    "SHARESPINE_TENANT": "acme", "SHARESPINE_CONNECTION_ID": "3fb2568eb7e165e34dd311af5550002b",
  ]
  /// The forms in which the mark could leave: as it is, in a URL, in JSON, and as `Basic` sends it.
  private static let forms = [
    mark, "SECRET%2BMARK%2F7", "SECRET+MARK\\/7", Data("user:\(mark)".utf8).base64EncodedString(),
    Data(mark.utf8).base64EncodedString(),
  ]

  /// A service that hands the credentials of a request back in every place that it can.
  private struct Reflecting: EmulatedService {
    var status: Int
    func respond(to request: HTTPRequest) -> HTTPResponse {
      let sent = request.headers.fields.map { "\($0.name): \($0.value)" }.joined(separator: "; ")
      let content: JSONValue = ["message": .string(sent), "error": .string(sent), "errors": [.string(sent)]]
      let body = JSONWriter.bytes(of: content)
      var headers: HTTPHeaders = ["Content-Type": "application/json", "X-Echo": sent]
      if status < 400 { headers["Location"] = "http://127.0.0.1:9/?echo=\(sent.replacing(" ", with: "+"))" }
      return HTTPResponse(status: status, headers: headers, body: body)
    }
  }

  /// What the runs wrote: their outputs, and later the files.
  private func outputs(_ folder: TemporaryFolder, _ commands: [[String]]) async throws -> [String] {
    let temporary = folder.url.appending(path: "tmp")
    try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    var written: [String] = []
    for command in commands {
      let run = try await CommandRun.run(
        command, environment: Self.environment.merging(["TMPDIR": temporary.path]) { $1 }, directory: folder.url)
      written.append("\(command.joined(separator: " ")): \(run.output)\(run.errors)")
    }
    return written
  }

  private func expectNoMark(_ folder: TemporaryFolder, _ written: [String]) throws {
    for text in written {
      for form in Self.forms { #expect(!text.contains(form), "\(text)") }
    }
    let files = try #require(FileManager.default.enumerator(at: folder.url, includingPropertiesForKeys: nil))
    for case let file as URL in files {
      guard let content = try? Data(contentsOf: file) else { continue }
      for form in Self.forms { #expect(content.range(of: Data(form.utf8)) == nil, "\(file.path)") }
    }
  }

  private static let verbosities = [[], ["--json"], ["--quiet"], ["--verbose"], ["--verbose", "--json"]]
  private static let services: [(name: String, options: [String])] = [
    ("my-azur", ["--folder", "5"]), ("zendesk-sell", []), ("sharespine", ["--entity", "product,order"]),
  ]

  @Test("No credential in any output or file, whatever the server does", arguments: 0..<3)
  func sync(index: Int) async throws {
    let (name, options) = Self.services[index]
    let services: [any EmulatedService] = [
      MyAzurEmulator(.init(records: 30)), ZendeskSellEmulator(.init(records: 60)),
      SharespineEmulator(.init(records: 60)),
    ]
    let server = try LoopbackServer(service: services[index])
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let sync =
      ["sync", name] + options + ["--base-url", server.baseURL, "--database", "mirror.sqlite", "--timeout", "1"]
    var written: [String] = []
    for fault in [nil, "401:*", "403:*", "html:*", "drop:*", "redirect:*=http://127.0.0.1:9/", "cut:*"] {
      server.faults.clear()
      if let fault { try server.faults.add(fault) }
      let verbosities = fault == nil ? Self.verbosities : [["--verbose"], ["--verbose", "--json"]]
      written += try await outputs(folder, verbosities.map { sync + $0 })
    }
    server.faults.clear()
    try server.faults.add("slow:*@2=1500")
    // A run that is killed between two requests leaves its log and its notes.
    let killed = ["sync", name] + options + ["--base-url", server.baseURL, "--database", "killed.sqlite", "--json"]
    let run = try await CommandRun.run(killed, environment: Self.environment, directory: folder.url) { line, process in
      if line.contains("committed") { kill(process.processIdentifier, SIGKILL) }
    }
    #expect(FileManager.default.fileExists(atPath: folder.url.appending(path: "killed.sqlite-wal").path))
    try expectNoMark(folder, written + [run.output, run.errors])
    let status = ["status", "--database"]
    try await expectNoMark(
      folder, outputs(folder, [status + ["mirror.sqlite"], status + ["killed.sqlite", "--json"]]))
  }

  @Test("Nor where the server hands them back", arguments: [200, 302, 400, 401, 500])
  func reflected(status: Int) async throws {
    let server = try LoopbackServer(service: Reflecting(status: status))
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let target = ["--base-url", server.baseURL, "--timeout", "1"]
    let syncs = Self.services.map { ["sync", $0.name, "--verbose", "--json"] + $0.options + target }
    let query = ["query", "sharespine", "product"] + target
    let written = try await outputs(folder, syncs + [query])
    try expectNoMark(folder, written)
  }

  @Test("A credential with a line break would be another header, and is refused without being shown")
  func injection() async throws {
    let folder = try TemporaryFolder()
    let lineBreak = "\r\nX-Evil: 1"
    let environment = Self.environment.merging([
      "MYAZUR_TOKEN": Self.mark + lineBreak, "ZENDESK_SELL_TOKEN": Self.mark + lineBreak,
      "SHARESPINE_TENANT": "acme" + lineBreak,
    ]) { $1 }
    for (name, options) in Self.services {
      let run = try await CommandRun.run(
        ["sync", name, "--verbose", "--base-url", "http://127.0.0.1:9"] + options, environment: environment,
        directory: folder.url)
      #expect(run.status == 1 && run.errors.contains("has a control character in its value"), "\(run.errors)")
      try expectNoMark(folder, [run.output, run.errors])
    }
  }

  @Test("Nor in the errors of a wrong command line, nor in a query")
  func usage() async throws {
    let server = try LoopbackServer(service: SharespineEmulator(.init(records: 30)))
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let written = try await outputs(
      folder,
      [
        ["sync"], ["sync", "my-azur"], ["sync", "sharespine", "--entity", "product"], ["query", "sharespine"],
        ["query", "sharespine", "product", "--base-url", server.baseURL],
        ["query", "sharespine", "product", "--base-url", "http://example.com"],
        ["sync", "zendesk-sell", "--base-url", "http://example.com"],
        ["sync", "zendesk-sell", "--database", "/nonexistent/mirror.sqlite"], ["demo", "--records", "20"],
      ])
    try expectNoMark(folder, written)
  }
}
