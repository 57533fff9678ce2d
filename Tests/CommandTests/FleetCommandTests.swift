import Foundation
import MyAzurEmulator
import SharespineEmulator
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON
import ZendeskSellEmulator

@testable import TributaryCommand

@Suite("tributary fleet")
struct FleetCommandTests {
  private let folder: TemporaryFolder
  private let place: String

  init() throws {
    folder = try TemporaryFolder()
    place = folder.url.appending(path: "fleet").path
  }

  private func fleet(
    _ words: String..., environment: [String: String] = [:], input: String = "",
    whenLine: (@Sendable (String, Process) -> Void)? = nil
  ) async throws -> CommandRun {
    try await CommandRun.run(
      ["fleet", words[0]] + words.dropFirst() + ["--folder", place], environment: environment, input: input,
      whenLine: whenLine)
  }

  /// A worker that is asked to stop after three syncs.
  private func work(_ options: [String], environment: [String: String]) async throws -> CommandRun {
    let ended = Locked(0)
    return try await CommandRun.run(
      ["fleet", "work", "--json", "--folder", place] + options, environment: environment
    ) { line, process in
      guard line.contains(#""event":"ended""#) else { return }
      let count = ended.withLock { count in
        count += 1
        return count
      }
      if count == 3 { process.terminate() }
    }
  }

  private func object(_ line: String?) throws -> JSONValue {
    try JSONReader.read(JSONValue.self, from: SharedBytes(Array((line ?? "").utf8)))
  }

  @Test("a fleet without a place, or with one in a URL, is a usage error")
  func places() async throws {
    let none = try await CommandRun.run(["fleet", "list"])
    #expect(none.status == 2)
    #expect(none.errors.contains("--folder DIR"))
    let url = "postgresql://user:geheim@localhost/fleet"
    for option in ["--folder", "--database"] {
      let run = try await CommandRun.run(["fleet", "list", option, url])
      #expect(run.status == 2)
      #expect(run.errors.contains("TRIBUTARY_DATABASE_URL"))
      #expect(!run.errors.contains("geheim"))
    }
    #if !PostgreSQL
    let database = try await CommandRun.run(["fleet", "list"], environment: ["TRIBUTARY_DATABASE_URL": url])
    #expect(database.status == 2)
    #expect(database.errors.contains("--traits PostgreSQL"))
    #expect(!database.errors.contains("geheim"))
    #endif
    let absent = try await fleet("list")
    #expect(absent.status == 1)
    #expect(absent.errors.contains("fleet init"))
    let unknown = try await fleet("lits")
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("Did you mean list?"))
  }

  @Test("accounts are added, listed, paused and counted")
  func accounts() async throws {
    #expect(try await fleet("init").status == 0)
    #expect(try await fleet("init").status == 0, "once more does no harm")
    #expect(try await fleet("list").output.contains("no account yet"))
    #expect(try await fleet("add", "zendesk-sell", "--name", "acme", "--every", "60").status == 0)
    let again = try await fleet("add", "zendesk-sell", "--name", "acme")
    #expect(again.status == 1)
    #expect(again.errors.contains("already"))
    let lines = """
      {"service": "my-azur", "name": "acme", "folder-id": 5, "direction": "incoming", "credential": "azur.acme"}

      {"service": "sharespine", "name": "initech", "baseURL": "https://api.example.com/", "entity": "product,order"}
      """
    let refused = try await fleet("add", "--from", "-", input: lines)
    #expect(refused.status == 2)
    #expect(refused.errors.contains("line 3") && refused.errors.contains("--allow-base-url"))
    let added = try await fleet(
      "add", "--from", "-", "--allow-base-url", "sharespine=https://api.example.com", "--json", input: lines)
    #expect(added.lines.count == 2)
    #expect(try object(added.lines.last)["baseURL"]?.string == "https://api.example.com")

    let listed = try await fleet("list", "--json").lines.map { try object($0) }
    #expect(listed.map { $0["account"]?.int } == [1, 2, 3])
    #expect(listed.map { $0["every"]?.int } == [60, 300, 300])
    #expect(listed[1]["options"] == ["direction": "incoming", "folder-id": "5"])
    let table = try await fleet("list").lines
    #expect(table.first?.split(separator: " ").first == "account")
    #expect(table.contains { $0.contains("my-azur") && $0.contains("due for") && $0.contains("never") })

    let ambiguous = try await fleet("pause", "acme")
    #expect(ambiguous.status == 1)
    #expect(ambiguous.errors.contains("zendesk-sell, acme"))
    #expect(try await fleet("pause", "initech").status == 0)
    #expect(try await fleet("pause", "1").status == 0)
    #expect(try await fleet("pause", "1", "--resume").status == 0)
    #expect(try await fleet("pause", "nobody").status == 1)
    let status = try object(try await fleet("status", "--json").lines.last)
    #expect(status["accounts"] == 3 && status["due"] == 2 && status["paused"] == 1 && status["late"] == 0)
    #expect(status["neverSynced"] == 3 && status["failing"] == 0 && status["oldestSeconds"]?.int != nil)
    #expect(try await fleet("status").output.contains("oldest sync"))
    #expect(try await fleet("migrate").status == 0)
  }

  @Test(
    "an account that cannot be right is refused before anything is stored",
    arguments: [
      (["zendesk-sell"], "--name"), (["zendesk-sell", "--name", "a b"], "--credential"),
      (["zendesk-sell", "--name", "../../etc/passwd"], "--credential"),
      (["zendesk-sell", "--name", "a", "--every", "0"], "--every"),
      (["zendesk-sell", "--name", "a", "--calls-per-second", "-1"], "--calls-per-second"),
      (["zendesk-sell", "--name", "a", "--base-url", "https://api.getbase.com.example.com"], "not allowed"),
      (["zendesk-sell", "--name", "a", "--base-url", "https://u:p@api.getbase.com"], "not a base URL"),
      (["zendesk-sell", "--name", "a", "--base-url", "nonsense"], "not a base URL"),
      (
        [
          "zendesk-sell", "--name", "a", "--base-url", "https://b.example", "--allow-base-url",
          "my-azur=https://b.example",
        ],
        "zendesk-sell=https://b.example"
      ),
      (
        ["zendesk-sell", "--name", "a", "--base-url", "http://example.com", "--allow-base-url", "http://example.com"],
        "https"
      ),
      (["my-azur", "--name", "a"], "--folder-id"), (["my-azur", "--name", "a", "--folder-id", "x"], "--folder-id"),
      (["my-azur", "--name", "a", "--folder-id", "5", "--since", "gestern"], "--since"),
      (["my-azur", "--name", "a", "--folder-id", "5", "--direction", "up"], "--direction"),
      (["sharespine", "--name", "a", "--entity", "product"], "--base-url"),
      (["salesforce", "--name", "a"], "salesforce"),
    ])
  func invalidAccounts(words: [String], problem: String) async throws {
    #expect(try await fleet("init").status == 0)
    let run = try await CommandRun.run(["fleet", "add"] + words + ["--folder", place])
    #expect(run.status == 2)
    #expect(run.errors.contains(problem), "\(run.errors)")
    #expect(try await fleet("list", "--json").lines == [])
  }

  @Test("a worker syncs accounts of all services, and gives back what it holds when it is asked to end")
  func work() async throws {
    let sell = try LoopbackServer(service: ZendeskSellEmulator(.init(records: 80)))
    let azur = try LoopbackServer(service: MyAzurEmulator(.init(records: 40)))
    let sharespine = try LoopbackServer(service: SharespineEmulator(.init(records: 60)))
    defer { for server in [sell, azur, sharespine] { server.stop() } }
    let allowed = [sell, azur, sharespine].flatMap { ["--allow-base-url", $0.baseURL] }
    let lines = [
      #"{"service": "zendesk-sell", "name": "a", "baseURL": "\#(sell.baseURL)"}"#,
      #"{"service": "my-azur", "name": "b", "baseURL": "\#(azur.baseURL)", "folder-id": 5}"#,
      #"{"service": "sharespine", "name": "c", "baseURL": "\#(sharespine.baseURL)", "entity": "product"}"#,
    ].joined(separator: "\n")
    _ = try await fleet("init")
    let added = try await CommandRun.run(
      ["fleet", "add", "--from", "-", "--folder", place] + allowed, environment: [:], input: lines)
    #expect(added.status == 0, "\(added.errors)")
    let environment = [
      "TRIBUTARY_CREDENTIAL_A": "geheim-1\n", "TRIBUTARY_CREDENTIAL_B": "MYAZUR_TOKEN=geheim-2",
      "TRIBUTARY_CREDENTIAL_C":
        "SHARESPINE_USERNAME=u\nSHARESPINE_PASSWORD=geheim-3\nSHARESPINE_TENANT=t\nSHARESPINE_CONNECTION_ID=c\n",
    ]
    let run = try await work(allowed, environment: environment)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.lines.last == #"{"event":"stopped"}"#)
    let outcomes = try run.lines.map { try object($0) }.filter { $0["event"]?.string == "ended" }
    #expect(outcomes.allSatisfy { ["upToDate", "incomplete"].contains($0["outcome"]?.string) }, "\(run.output)")
    #expect(!(run.output + run.errors).contains("geheim"))
    for number in 1...3 {
      let service = ["zendesk-sell", "my-azur", "sharespine"][number - 1]
      let status = try await CommandRun.run(["status", "--json", "--database", "\(place)/\(service)-\(number).sqlite"])
      #expect(status.output.contains(#""records":{""#), "\(status.output)")
    }
    let list = try await fleet("list", "--json").lines.map { try object($0) }
    #expect(list.allSatisfy { $0["synced"] == true && $0["syncing"] == false && $0["attempts"] == 0 })
  }

  @Test("a worker refuses credentials that others can read, and base URLs that nobody allowed it")
  func secrets() async throws {
    let server = try LoopbackServer(service: ZendeskSellEmulator(.init(records: 80)))
    defer { server.stop() }
    let credentials = folder.url.appending(path: "credentials")
    try FileManager.default.createDirectory(at: credentials, withIntermediateDirectories: true)
    let file = credentials.appending(path: "a").path
    #expect(FileManager.default.createFile(atPath: file, contents: Data("geheim".utf8)))
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
    let (url, path) = (server.baseURL, credentials.path)

    for (index, (words, problem)) in [
      (["--allow-base-url", url], "TRIBUTARY_CREDENTIAL_A"), (["--credentials", path], "--allow-base-url"),
      (["--allow-base-url", url, "--credentials", path], "chmod 600"),
    ].enumerated() {
      let place = folder.url.appending(path: "fleet-\(index)").path
      _ = try await CommandRun.run(["fleet", "init", "--folder", place])
      let added = try await CommandRun.run(
        ["fleet", "add", "zendesk-sell", "--name", "a", "--base-url", url, "--allow-base-url", url, "--folder", place])
      #expect(added.status == 0)
      let run = try await CommandRun.run(["fleet", "work", "--json", "--folder", place] + words) { line, process in
        if line.contains(#""event":"ended""#) { process.terminate() }
      }
      #expect(run.status == 0)
      #expect(!(run.output + run.errors).contains("geheim"))
      let ended = try object(run.lines.first { $0.contains(#""event":"ended""#) })
      #expect(ended["outcome"] == "failed")
      #expect(ended["problem"]?.string?.contains(problem) == true, "\(run.output)")
    }
  }

  @Test("what happens after a failover is one of two words, and only a database has one")
  func failover() async throws {
    let database = ["TRIBUTARY_DATABASE_URL": "postgresql://user:geheim@localhost:1/fleet"]
    let misspelt = try await CommandRun.run(["fleet", "work", "--failover", "trsut"], environment: database)
    #expect(misspelt.status == 2)
    #expect(misspelt.errors.contains("--failover must be renew or trust, not \"trsut\". Did you mean trust?"))
    #expect(!misspelt.errors.contains("geheim"))
    let onFolder = try await fleet("work", "--failover", "trust")
    #expect(onFolder.status == 2)
    #expect(onFolder.errors.contains("a folder has no replica"))
    #expect(try await fleet("status", "--failover", "trust").status == 2)
  }

  @Test("accounts of one sign-in send its password once")
  func signIns() async throws {
    let service = CountedSignIns()
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let url = server.baseURL
    let lines = ["a", "b", "c"].map {
      #"{"service": "my-azur", "name": "\#($0)", "credential": "x", "baseURL": "\#(url)", "folder-id": 5}"#
    }
    _ = try await fleet("init")
    _ = try await CommandRun.run(
      ["fleet", "add", "--from", "-", "--folder", place, "--allow-base-url", url], input: lines.joined(separator: "\n"))
    let credential =
      "MYAZUR_API_KEY=k\nMYAZUR_EMAIL=a@example.org\nMYAZUR_PASSWORD=geheim\nMYAZUR_SIGN_IN_URL=\(url)"
    let run = try await work(["--allow-base-url", url], environment: ["TRIBUTARY_CREDENTIAL_X": credential])
    #expect(run.status == 0, "\(run.errors)")
    #expect(!(run.output + run.errors).contains("geheim"))
    let list = try await fleet("list", "--json").lines.map { try object($0) }
    #expect(list.allSatisfy { $0["synced"] == true }, "\(run.output)")
    #expect(service.count == 1)
  }

  @Test("sign-ins that are held are limited, and each content of a credential is one of its own")
  func heldSignIns() throws {
    let signIns = SignIns(limit: 2)
    func use(_ password: String) throws {
      let credentials = try MyAzurCredentials([
        "MYAZUR_API_KEY": "k", "MYAZUR_EMAIL": "a@example.org", "MYAZUR_PASSWORD": password,
      ])
      _ = signIns.authentication(credentials, ClientPolicy())
    }
    for (password, held) in [("a", 1), ("a", 1), ("b", 2), ("c", 2), ("c", 2)] {
      try use(password)
      #expect(signIns.count == held)
    }
    _ = signIns.authentication(try MyAzurCredentials(["MYAZUR_TOKEN": "t"]), ClientPolicy())
    #expect(signIns.count == 2)
  }

  @Test("a second worker on the same folder is refused")
  func secondWorker() async throws {
    _ = try await fleet("init")
    let (place, refused) = (place, Locked<(status: Int32, errors: String)?>(nil))
    let first = try await fleet("work", "--json") { line, process in
      guard line.contains(#""event":"working""#) else { return }
      let number = process.processIdentifier
      Task {
        let second = try? await CommandRun.run(["fleet", "work", "--folder", place])
        refused.withLock { $0 = second.map { ($0.status, $0.errors) } }
        kill(number, SIGTERM)
      }
    }
    #expect(first.status == 0)
    let (status, errors) = try #require(refused.withLock { $0 })
    #expect(status == 1)
    #expect(errors.contains("Another program"))
  }
}

/// My Azur, counting how often a password comes.
private final class CountedSignIns: EmulatedService {
  private let service = MyAzurEmulator(.init(records: 20))
  private let counter = Locked(0)

  var count: Int { counter.withLock { $0 } }

  func respond(to request: HTTPRequest) -> HTTPResponse {
    if request.url.contains("signInWithPassword") { counter.withLock { $0 += 1 } }
    return service.respond(to: request)
  }
}
