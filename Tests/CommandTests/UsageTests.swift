import Foundation
import MyAzurEmulator
import Testing
import Tributary
import TributaryEmulator

@Suite("tributary", .timeLimit(.minutes(2)))
struct UsageTests {
  @Test(
    "A command line that cannot be understood says what is wrong, with exit code 2",
    arguments: [
      (["frobnicate"], "There is no command"),
      (["synk", "my-azur"], "Did you mean sync?"),
      (["sync"], "needs a service"),
      (["sync", "my-azure", "--folder", "5"], "Did you mean my-azur?"),
      (["sync", "my-azur"], "--folder ID"),
      (["sync", "my-azur", "--folder", "five"], "must be a whole number"),
      (["sync", "my-azur", "--folder", "5", "--direction", "incomming"], "Did you mean incoming?"),
      (["sync", "my-azur", "--folder", "5", "--watsh", "5"], "Did you mean --watch?"),
      (["sync", "my-azur", "--folder", "5", "--since", "yesterday"], "must be a date"),
      (["sync", "my-azur", "--folder", "5", "--json", "--quiet"], "exclude each other"),
      (["sync", "my-azur", "--folder", "5", "--delete-missing"], "only works with --full"),
      (["sync", "my-azur", "--folder", "5", "--folder", "6"], "given twice"),
      (["sync", "my-azur", "--folder", "5", "extra"], "is not expected here"),
      (["status", "--database"], "needs a value"),
      (["serve", "my-azur", "--port", "70000"], "must be a whole number from 0 to 65535"),
      (["serve", "my-azur", "--faults", "nonsense"], "--faults"),
      (["serve", "zendesk-sel"], "Did you mean zendesk-sell?"),
      (["serve", "zendesk-sell", "--folder", "5"], "There is no option --folder"),
      (["--nonsense"], "There is no option"),
    ])
  func usage(arguments: [String], message: String) async throws {
    let run = try await CommandRun.run(arguments, environment: ["MYAZUR_TOKEN": "x"])
    #expect(run.status == 2)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test("Missing credentials are named, all of them, when nothing else is wrong")
  func credentials() async throws {
    let run = try await CommandRun.run(["sync", "my-azur", "--folder", "5"])
    #expect(run.status == 2)
    #expect(run.errors.contains("MYAZUR_TOKEN"))
    let some = try await CommandRun.run(
      ["sync", "sharespine", "--entity", "product", "--base-url", "http://127.0.0.1:1"],
      environment: ["SHARESPINE_USERNAME": "u", "SHARESPINE_TENANT": "\n"])
    #expect(some.status == 2)
    #expect(
      some.errors.contains("SHARESPINE_PASSWORD, SHARESPINE_TENANT and SHARESPINE_CONNECTION_ID are missing"),
      "\(some.errors)")
  }

  @Test(
    "Everything wrong with a command line is said at once, before a missing credential",
    arguments: [
      (
        [
          "sync", "my-azur", "--folder", "five", "--direction", "incomming", "--watsh", "5", "--delete-missing",
          "extra",
        ],
        [
          "--folder must be", "Did you mean incoming?", "Did you mean --watch?", "only works with --full",
          "\"extra\" is not expected",
        ]
      ),
      (["sync", "my-azur", "--sinse=2024-01-01"], ["needs --folder ID", "Did you mean --since?"]),
      (["sync", "zendesk-sell", "--base-url", "api.example.com"], ["--base-url must be like https://api.example.com"]),
      (["query", "sharespine", "product", "--base-url", "https://a.example/?x=1"], ["it has a query"]),
      (["sync", "zendesk-sell", "--new-devise"], ["Did you mean --new-device?"]),
      (["sync", "zendesk-sell", "--json", "--quiet", "--watch", "0"], ["exclude each other", "--watch must be"]),
      (
        ["sync", "sharespine", "--entity", "product,product,a b", "--page-size", "1", "--were", "{}"],
        ["names product twice", "is not the name", "--page-size must be", "Did you mean --where?", "needs --base-url"]
      ),
      (
        ["sync", "sharespine", "--entity", "product", "--where", "{"],
        ["--where is invalid", "needs --base-url"]
      ),
      (
        ["query", "sharespine", "prodct", "--limit", "x", "--ordr", "a"],
        ["Did you mean product?", "--limit must be", "Did you mean --order?", "needs --base-url"]
      ),
      (
        ["query", "sharespine", "product", "--where", "{", "--order", "nothing", "--base-url", "http://127.0.0.1:1"],
        ["--where is invalid", "--order is invalid"]
      ),
      (
        ["serve", "my-azur", "--port", "x", "--faults", "nonsense", "--recrods", "5"],
        ["--port", "--faults:", "--records?"]
      ),
      (
        ["demo", "--records", "0", "--seeed", "1", "--database"], ["--records must be", "--seed?", "--database needs"]
      ),
      (["status", "--database", "a", "--database", "b", "--jsn"], ["given twice", "--json?"]),
    ])
  func allAtOnce(arguments: [String], messages: [String]) async throws {
    let run = try await CommandRun.run(arguments)
    #expect(run.status == 2)
    for message in messages { #expect(run.errors.contains(message), "\(run.errors)") }
    #expect(run.errors.split(separator: "\n").count == messages.count, "\(run.errors)")
    #expect(!run.errors.contains("credentials:"), "\(run.errors)")
  }

  @Test("A line break at the end of a credential does not count, and one inside names the variable")
  func lineBreaks() async throws {
    let server = try LoopbackServer(
      service: MyAzurEmulator(
        {
          var configuration = MyAzurEmulator.Configuration(records: 9)
          configuration.token = "good-token"
          return configuration
        }()))
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let arguments = ["sync", "my-azur", "--folder", "5", "--base-url", server.baseURL, "--database", folder.database]
    for token in ["good-token\n", "good-token\r\n", "good-token\n\n"] {
      let run = try await CommandRun.run(arguments, environment: ["MYAZUR_TOKEN": token])
      #expect(run.status == 0, "\(run.errors)")
    }
    for token in ["good\ntoken", "\ngood-token", "good\u{7F}token\n", "good\ttoken"] {
      let run = try await CommandRun.run(arguments, environment: ["MYAZUR_TOKEN": token])
      #expect(run.status == 1)
      #expect(run.errors.contains("MYAZUR_TOKEN has a control character"), "\(run.errors)")
      #expect(!run.errors.contains("good"), "\(run.errors)")
    }
    let sell = try await CommandRun.run(["sync", "zendesk-sell"], environment: ["ZENDESK_SELL_TOKEN": "a\nb"])
    #expect(sell.errors.contains("ZENDESK_SELL_TOKEN"))
    let several = try await CommandRun.run(
      ["sync", "sharespine", "--entity", "product", "--base-url", server.baseURL],
      environment: [
        "SHARESPINE_USERNAME": "a\nb", "SHARESPINE_PASSWORD": "c\nd", "SHARESPINE_TENANT": "t",
        "SHARESPINE_CONNECTION_ID": "1",
      ])
    #expect(several.errors.contains("SHARESPINE_USERNAME") && several.errors.contains("SHARESPINE_PASSWORD"))
  }

  @Test(
    "Help is printed for the program and for each command", arguments: [[], ["demo"], ["sync"], ["status"], ["serve"]])
  func help(command: [String]) async throws {
    let run = try await CommandRun.run(command + ["--help"])
    #expect(run.status == 0)
    #expect(run.output.contains("tributary"))
    #expect(run.lines.allSatisfy { $0.count <= 120 })
  }

  @Test("The demo ends well, with every comparison held")
  func demo() async throws {
    let folder = try TemporaryFolder()
    let run = try await CommandRun.run(["demo", "--records", "300", "--database", folder.database])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("Every comparison held"))
    #expect(run.lines.filter { $0.contains("mirror equals server") }.count == 12)
    #expect(run.output.contains("behind the server"))
  }

  @Test("Status shows streams, cursors, counts and assumptions; without a database it says so")
  func status() async throws {
    let folder = try TemporaryFolder()
    let missing = try await CommandRun.run(["status", "--database", folder.database])
    #expect(missing.status == 1)
    #expect(missing.errors.contains("There is no database"))
    _ = try await CommandRun.run(["demo", "--records", "40", "--database", folder.database])
    let status = try await CommandRun.run(["status", "--database", folder.database])
    #expect(status.status == 0)
    #expect(status.output.contains("my-azur, folder 5, incoming"))
    #expect(status.output.contains(#/ synced +[\d,]+ +\d+ seconds? ago\n/#))
    #expect(!status.output.contains("{") && !status.output.contains("\u{1B}"))
    #expect(status.output.contains("assumes"))
    let verbose = try await CommandRun.run(["status", "--verbose", "--database", folder.database])
    #expect(verbose.output.hasPrefix(status.lines[0]))
    #expect(verbose.output.contains(/\n  cursor +\{/) && verbose.output.contains(/\n  document +\d+\n/))
    let json = try await CommandRun.run(["status", "--json", "--database", folder.database])
    #expect(json.lines.count == 8)
  }

  @Test("serve follows orders from standard input, and ends with them")
  func steering() async throws {
    let orders = "change 3\nadvance 60\nfaults 503\nfaults nonsense\nchange x\n"
    let run = try await CommandRun.run(["serve", "sharespine", "--records", "20", "--steer"], input: orders)
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.lines.dropFirst().map { $0.prefix(9) } == ["done: cha", "done: adv", "done: fau", "not done:", "not done:"])
  }

  @Test("serve prints where it listens, responds, and ends on Ctrl-C", arguments: ["my-azur", "zendesk-sell"])
  func serve(service: String) async throws {
    let seen = Locked<String?>(nil)
    let run = try await CommandRun.run(["serve", service, "--records", "12"]) { line, process in
      seen.withLock { $0 = line }
      let url = line.replacing("listening on ", with: "")
      let body = (try? String(contentsOf: URL(string: url + "/nothing") ?? URL(filePath: "/"), encoding: .utf8)) ?? ""
      _ = body
      process.interrupt()
    }
    #expect(seen.withLock { $0 }?.hasPrefix("listening on http://127.0.0.1:") == true)
    #expect(run.status == 0, "\(run.errors)")
  }
}
