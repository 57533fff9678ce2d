import Foundation
import TestSupport
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON
import TributarySQLite
import ZendeskSellEmulator

@Suite("tributary sync zendesk-sell", .timeLimit(.minutes(2)))
struct ZendeskSellCommandTests {
  private func sync(
    _ server: LoopbackServer, _ folder: TemporaryFolder, _ more: [String] = [],
    whenLine: (@Sendable (String, Process) -> Void)? = nil
  ) async throws -> CommandRun {
    try await CommandRun.run(
      ["sync", "zendesk-sell", "--json", "--base-url", server.baseURL, "--database", folder.database] + more,
      environment: ["ZENDESK_SELL_TOKEN": "SECRET-MARK"], whenLine: whenLine)
  }

  private func last(_ run: CommandRun) throws -> JSONValue {
    try JSONReader.read(JSONValue.self, from: SharedBytes(run.lines.last ?? ""))
  }

  private func mirror(_ folder: TemporaryFolder, _ service: ZendeskSellEmulator) throws -> [String: [Int: String]] {
    try service.mirror(in: SQLiteStore(path: folder.database))
  }

  @Test("A sync that is killed half way, and started again, ends in the same mirror")
  func killed() async throws {
    let service = ZendeskSellEmulator(.init(records: 900, seed: 8))
    service.adjust { $0.pageSize = 40 }
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    for commits in [2, 9, 20] {
      let folder = try TemporaryFolder()
      let count = Locked(0)
      let killed = try await sync(server, folder) { line, process in
        guard line.contains(#""committed""#) else { return }
        let isTime = count.withLock { count in
          count += 1
          return count == commits
        }
        if isTime { kill(process.processIdentifier, SIGKILL) }
      }
      #expect(killed.status != 0)
      service.change(30)
      let run = try await sync(server, folder)
      #expect(run.status == 0, "\(run.errors)")
      #expect(try last(run)["result"] == "upToDate")
      #expect(try mirror(folder, service) == service.snapshot())
    }
  }

  @Test(
    "While objects fail, the exit code is 3 with the reason; given up, it is 0; status shows what that assumes")
  func failedObjects() async throws {
    let service = ZendeskSellEmulator(.init(records: 150, seed: 2))
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let source = try #require(service.snapshot()["source"]?.keys.min())
    service.adjust { $0.failedObjectsReturn = false }
    service.fail([.init("source", source)])
    let folder = try TemporaryFolder()
    for _ in 0..<2 {
      let failing = try await sync(server, folder)
      #expect(failing.status == 3, "\(failing.errors)")
      #expect(try last(failing)["reasons"] == ["failedObjects"])
    }
    let status = try await CommandRun.run(["status", "--database", folder.database])
    #expect(status.output.contains("unsettled"))
    #expect(status.output.contains(#""Up to date" for zendesk-sell assumes:"#))
    #expect(status.output.contains("  7. "))
    let forgetting = try await sync(server, folder, ["--forget-failures"])
    #expect(forgetting.status == 0)
    #expect(try last(forgetting)["notes"] == ["forgottenFailures"])
  }

  @Test("A new device gets everything again")
  func newDevice() async throws {
    let service = ZendeskSellEmulator(.init(records: 120, seed: 2))
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let folder = try TemporaryFolder()
    #expect(try await sync(server, folder).status == 0)
    #expect(try last(try await sync(server, folder))["requests"] == 1)
    let run = try await sync(server, folder, ["--new-device"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(service.devices.count == 2)
    #expect(try mirror(folder, service) == service.snapshot())
  }

  @Test("No token is a usage error that says where it belongs; a token is in no output and not in the database")
  func token() async throws {
    let without = try await CommandRun.run(["sync", "zendesk-sell"])
    #expect(without.status == 2)
    #expect(without.errors.contains("ZENDESK_SELL_TOKEN"))

    let server = try LoopbackServer(service: ZendeskSellEmulator(.init(records: 20)))
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let run = try await sync(server, folder, ["--verbose"])
    #expect(run.status == 0)
    #expect(!(run.output + run.errors).contains("SECRET-MARK"))
    for file in try FileManager.default.contentsOfDirectory(at: folder.url, includingPropertiesForKeys: nil) {
      #expect(try Data(contentsOf: file).range(of: Data("SECRET-MARK".utf8)) == nil)
    }
  }
}
