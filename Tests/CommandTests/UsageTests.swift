import Foundation
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

  @Test("Missing credentials are named")
  func credentials() async throws {
    let run = try await CommandRun.run(["sync", "my-azur", "--folder", "5"])
    #expect(run.status == 2)
    #expect(run.errors.contains("MYAZUR_TOKEN"))
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
    #expect(status.output.contains("cursor"))
    #expect(status.output.contains("assumes"))
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

  @Test("serve prints where it listens, answers, and ends on Ctrl-C", arguments: ["my-azur", "zendesk-sell"])
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
