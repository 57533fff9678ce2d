import Foundation
import SharespineEmulator
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON
import TributarySQLite

@Suite("tributary with sharespine", .timeLimit(.minutes(2)))
struct SharespineCommandTests {
  private static let environment = [
    "SHARESPINE_USERNAME": "user", "SHARESPINE_PASSWORD": "SECRET-MARK", "SHARESPINE_TENANT": "acme",
    "SHARESPINE_CONNECTION_ID": "3fb2568eb7e165e34dd311af5550002b",
  ]

  private func run(_ arguments: [String]) async throws -> CommandRun {
    try await CommandRun.run(arguments, environment: Self.environment)
  }

  @Test("A filter gives the same records from the server and from the synchronized database")
  func syncAndQuery() async throws {
    let service = SharespineEmulator(.init(records: 300, seed: 8))
    service.put(.product, localID: "quoted", json: #"{"sku":"O'Brien \"\\ 🧦"}"#)
    let server = try LoopbackServer(service: service, faults: try FaultPlan("503@2,drop@4"))
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let sync = [
      "sync", "sharespine", "--entity", "product,order,supplierinvoice", "--base-url", server.baseURL, "--database",
      folder.database, "--page-size", "20", "--json", "--verbose",
    ]
    let first = try await run(sync)
    #expect(first.status == 0, "\(first.errors)")
    #expect(!(first.output + first.errors).contains("SECRET-MARK"))
    let report = try JSONReader.read(JSONValue.self, from: SharedBytes(first.lines.last ?? ""))
    #expect(report["result"] == "upToDate")
    #expect(report["notes"] == ["deletesNotTracked"])
    let store = try SQLiteStore(path: folder.database)
    #expect(try store.count(service: "sharespine", type: "product", stream: nil) == 121)

    let filters = [
      #"{"type":"eq","field":"sku","value":{"type":"str","value":"O'Brien \"\\ 🧦"}}"#,
      #"{"type":"gt","field":"lastModified","value":{"type":"datetime","value":"2023-12-20T00:00:00Z"}}"#,
    ]
    for (filter, isSingle) in zip(filters, [true, false]) {
      let query = ["query", "sharespine", "product", "--where", filter, "--order", "lastModified:descending"]
      let remote = try await run(query + ["--base-url", server.baseURL])
      let local = try await run(query + ["--database", folder.database])
      #expect(remote.status == 0, "\(remote.errors)")
      #expect(remote.lines.sorted() == local.lines.sorted())
      #expect(isSingle ? local.lines.count == 1 : local.lines.count > 5)
    }
    let status = try await run(["status", "--database", folder.database])
    #expect(["product", "order", "supplierinvoice"].allSatisfy { status.output.contains("sharespine, \($0)  ") })
    #expect(status.output.contains(#""Up to date" for sharespine assumes:"#))
  }

  @Test("serve emulates it for another run of the program, until Ctrl-C")
  func serve() async throws {
    let folder = try TemporaryFolder()
    let served = try await CommandRun.run(["serve", "sharespine", "--records", "50", "--change-every", "0"]) {
      line, process in
      let client = Process()
      client.executableURL = CommandRun.program
      client.arguments = [
        "sync", "sharespine", "--entity", "product", "--quiet", "--database", folder.database, "--base-url",
        line.replacing("listening on ", with: ""),
      ]
      client.environment = Self.environment.merging(ProcessInfo.processInfo.environment) { own, _ in own }
      try? client.run()
      client.waitUntilExit()
      process.interrupt()
    }
    #expect(served.status == 0, "\(served.errors)")
    #expect(try SQLiteStore(path: folder.database).count(service: "sharespine", type: "product", stream: nil) == 20)
  }

  @Test(
    "What is missing or not understood is a usage error that says so",
    arguments: [
      ("sync sharespine", "--entity"), ("sync sharespine --entity product", "--base-url"),
      ("sync sharespine --entity a/b --base-url http://x", "not the name of a record type"),
      ("sync sharespine --entity order --where {} --base-url http://x", "--where"),
      (#"sync sharespine --entity product --where {"type":"eq"} --base-url http://x"#, "is missing"),
      ("query sharespine prodct --database x", "product"),
      (#"query sharespine product --database x --where {"type":"ge"}"#, "gt"),
      ("query sharespine product --database x --base-url http://x", "one of them"),
    ])
  func usage(command: String, said: String) async throws {
    let folder = try TemporaryFolder()
    let database = try SQLiteStore(path: folder.database)
    let words = command.split(separator: " ").map { $0 == "x" ? folder.database : String($0) }
    let run = try await run(words)
    #expect(run.status == 2)
    #expect(run.errors.contains(said))
    _ = database
  }
}
