import Foundation
import MyAzurEmulator
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON
import TributarySQLite

/// The documented list, by a server that knows nothing else.
private final class DocumentedResponse: EmulatedService {
  static let list = """
    {
      "created_at": "2024-01-09T15:56:58.059944",
      "objects": [
        {
          "created_at": "2023-10-04T21:56:19.931579",
          "created_by": "abc123-def456-ghi789-jkl012",
          "folder_id": 5,
          "id": 6,
          "incoming": true,
          "response_status_id": 1,
          "status_id": 1,
          "updated_at": "2023-10-04T21:56:19.931579",
          "updated_by": "abc123-def456-ghi789-jkl012"
        },
        {
          "created_at": "2023-10-19T12:38:23.314652",
          "created_by": "abc123-def456-ghi789-jkl012",
          "folder_id": 5,
          "id": 11,
          "incoming": true,
          "response_status_id": 1,
          "status_id": 1,
          "updated_at": "2023-10-19T12:38:23.314652",
          "updated_by": "abc123-def456-ghi789-jkl012"
        }
      ]
    }
    """

  let urls = Locked<[String]>([])
  private let text: String

  init(_ text: String = list) { self.text = text }

  func respond(to request: HTTPRequest) -> HTTPResponse {
    urls.withLock { $0.append(request.url) }
    guard request.url.contains("/folders/5/documents?") else { return HTTPResponse(status: 404) }
    let empty = #"{"created_at": "2024-01-09T15:56:58.059944", "objects": []}"#
    return HTTPResponse(
      status: 200, headers: ["Content-Type": "application/json"],
      body: SharedBytes(request.url.contains("incoming=true") ? text : empty))
  }
}

@Suite("tributary sync", .timeLimit(.minutes(2)))
struct SyncCommandTests {
  private func sync(
    _ server: LoopbackServer, _ folder: TemporaryFolder, _ more: [String] = [], token: String = "x",
    whenLine: (@Sendable (String, Process) -> Void)? = nil
  ) async throws -> CommandRun {
    try await CommandRun.run(
      ["sync", "my-azur", "--folder", "5", "--base-url", server.baseURL, "--database", folder.database] + more,
      environment: ["MYAZUR_TOKEN": token], whenLine: whenLine)
  }

  private func payloads(_ folder: TemporaryFolder) throws -> [String: JSONValue] {
    let store = try SQLiteStore(path: folder.database)
    var found: [String: JSONValue] = [:]
    try store.forEachRecord(service: "my-azur", type: "document", stream: nil) { record in
      found[record.id] = try? record.payload.value()
      return true
    }
    return found
  }

  @Test("The documented response becomes two rows with every field, and a second run changes nothing")
  func documentedResponse() async throws {
    let service = DocumentedResponse()
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let first = try await sync(server, folder)
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.lines.last == "Up to date: 2 new, 0 changed, 2 requests.")
    let original = try #require(
      try JSONReader.read(JSONValue.self, from: SharedBytes(DocumentedResponse.list))["objects"]?.array)
    let stored = try payloads(folder)
    #expect(stored == ["6": original[0], "11": original[1]])

    let second = try await sync(server, folder)
    #expect(second.lines.last == "Up to date: 0 new, 0 changed, 2 unchanged, 2 requests.")
    #expect(try payloads(folder) == stored)
    let query = try #require(service.urls.withLock { $0.last { $0.contains("incoming=true") } })
    let value = try #require(query.split(separator: "=").last.map(String.init))
    #expect(value.contains("%3A"))
    let after = try #require(value.removingPercentEncoding.flatMap { LocalTimestamp($0) })
    #expect(try after <= #require(LocalTimestamp("2024-01-09T15:56:58.059944")))
  }

  @Test("With --json every line is an object, and the last one says how it ended")
  func json() async throws {
    let server = try LoopbackServer(service: MyAzurEmulator(.init(records: 30)))
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let run = try await sync(server, folder, ["--json", "--direction", "both"])
    let objects = try run.lines.map { try JSONReader.read(JSONValue.self, from: SharedBytes($0)) }
    #expect(objects.first?["event"] == "started")
    let last = try #require(objects.last)
    #expect(last["event"] == "finished")
    #expect(last["result"] == "upToDate")
    #expect(last["reasons"] == [])
    #expect(last["stored"] == 30)
    #expect(last["deleted"] == 0)
    #expect(run.errors.isEmpty)
    let quiet = try await sync(server, folder, ["--quiet"])
    #expect(quiet.lines.count == 1)
  }

  @Test("A row without an identifier is incomplete, run after run, until failures are forgotten")
  func forgottenFailures() async throws {
    let server = try LoopbackServer(
      service: DocumentedResponse(DocumentedResponse.list.replacing(#""id": 6,"#, with: "")))
    defer { server.stop() }
    let folder = try TemporaryFolder()
    for (more, status) in [([], 3), (["--forget-failures"], 0)] {
      let run = try await sync(server, folder, ["--json"] + more)
      #expect(run.status == status)
      let last = try JSONReader.read(JSONValue.self, from: SharedBytes(run.lines.last ?? ""))
      #expect(last["reasons"] == (status == 3 ? ["unidentifiedRecords"] : []))
    }
  }

  @Test("A capped list ends with exit code 3 and its reason")
  func incomplete() async throws {
    var configuration = MyAzurEmulator.Configuration(records: 300)
    configuration.cap = 50
    let server = try LoopbackServer(service: MyAzurEmulator(configuration))
    defer { server.stop() }
    let run = try await sync(server, TemporaryFolder(), ["--json", "--direction", "incoming"])
    #expect(run.status == 3)
    let last = try JSONReader.read(JSONValue.self, from: SharedBytes(run.lines.last ?? ""))
    #expect(last["result"] == "incomplete")
    #expect(last["reasons"] == ["listIsCapped"])
  }

  @Test(
    "A broken response ends in one clear sentence, exit code 1 and the database as it was",
    arguments: [
      "html:*", "truncated:*", "401:*", "challenge:*", "403:*", "429:*=60", "500:*", "cut:*", "drop:*", "lose:*",
      "endless:*", "drip:*=200", "bomb:*=1500000000", "redirect:*=http://127.0.0.1:9/elsewhere", "deep:*",
    ])
  func brokenResponses(fault: String) async throws {
    let service = MyAzurEmulator(.init(records: 20))
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let folder = try TemporaryFolder()
    #expect(try await sync(server, folder).status == 0)
    let before = try payloads(folder)
    service.moveStatuses(15)
    try server.faults.add(fault)
    let run = try await sync(server, folder, ["--timeout", "2"], token: "SECRET-MARK")
    #expect(run.status == 1, "\(run.output) \(run.errors)")
    #expect(run.errors.hasPrefix("tributary: "))
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    #expect(!run.errors.contains("SECRET-MARK"))
    #expect(try payloads(folder) == before)
    server.faults.clear()
    #expect(try await sync(server, folder).status == 0)
    #expect(try payloads(folder).count == service.snapshot().count)
  }

  @Test("A passing failure is repeated, and the sync goes on")
  func passingFailures() async throws {
    let server = try LoopbackServer(service: MyAzurEmulator(.init(records: 20)))
    defer { server.stop() }
    try server.faults.add("503,cut")
    let folder = try TemporaryFolder()
    let run = try await sync(server, folder)
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test("No token in any output at any verbosity, nor in the database")
  func secrets() async throws {
    let server = try LoopbackServer(service: MyAzurEmulator(.init(records: 20)))
    defer { server.stop() }
    let folder = try TemporaryFolder()
    for more in [["--verbose"], ["--verbose", "--json"], ["--quiet"], ["--folder"]] {
      let run = try await sync(server, folder, more, token: "SECRET-MARK")
      #expect(!(run.output + run.errors).contains("SECRET-MARK"))
    }
    try server.faults.add("401:*")
    let refused = try await sync(server, folder, ["--verbose", "--json"], token: "SECRET-MARK")
    #expect(refused.status == 1)
    #expect(!(refused.output + refused.errors).contains("SECRET-MARK"))
    for file in try FileManager.default.contentsOfDirectory(at: folder.url, includingPropertiesForKeys: nil) {
      #expect(try Data(contentsOf: file).range(of: Data("SECRET-MARK".utf8)) == nil)
    }
  }

  @Test("Clear text to another host is refused before anything is sent")
  func clearText() async throws {
    let folder = try TemporaryFolder()
    let run = try await CommandRun.run(
      ["sync", "my-azur", "--folder", "5", "--base-url", "http://example.com", "--database", folder.database],
      environment: ["MYAZUR_TOKEN": "SECRET-MARK"])
    #expect(run.status == 1)
    #expect(run.errors.contains("example.com"))
    #expect(!run.errors.contains("SECRET-MARK"))
  }

  @Test("Ctrl-C ends a sync with its own exit code, and the next run goes on")
  func interruption() async throws {
    let service = MyAzurEmulator(.init(records: 1500))
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let isInterrupted = Locked(false)
    let run = try await sync(server, folder, ["--json", "--watch", "3600"]) { line, process in
      guard line.contains("committed") else { return }
      let isFirst = isInterrupted.withLock { done in
        defer { done = true }
        return !done
      }
      if isFirst { process.interrupt() }
    }
    #expect(run.status == 130, "\(run.errors)")
    #expect(run.errors.contains("Stopped"))
    #expect(try await sync(server, folder).status == 0)
    #expect(try payloads(folder).count == 1500)
  }

  @Test("Signing in by e-mail and password, as the environment says")
  func signIn() async throws {
    let server = try LoopbackServer(service: MyAzurEmulator(.init(records: 9)))
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let run = try await CommandRun.run(
      ["sync", "my-azur", "--folder", "5", "--base-url", server.baseURL, "--database", folder.database, "--verbose"],
      environment: [
        "MYAZUR_API_KEY": "SECRET-KEY", "MYAZUR_EMAIL": "a@example.org", "MYAZUR_PASSWORD": "SECRET-PASSWORD",
        "MYAZUR_SIGN_IN_URL": server.baseURL,
      ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(!(run.output + run.errors).contains("SECRET"))
    #expect(try payloads(folder).count == 9)
  }
}
