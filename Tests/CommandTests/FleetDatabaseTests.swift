#if PostgreSQL
import Foundation
import PostgreSQLServer
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON
import ZendeskSellEmulator

@Suite("tributary fleet on a database", .enabled(if: PrivatePostgreSQL.isExpected), .timeLimit(.minutes(2)))
struct FleetDatabaseTests {
  private let environment: [String: String]

  init() throws {
    let server = try PrivatePostgreSQL.shared.get()
    let name = "command_\(UInt32.random(in: .min ... .max))"
    try server.sql("CREATE DATABASE \(name)")
    environment = ["TRIBUTARY_DATABASE_URL": server.url(name), "TRIBUTARY_CREDENTIAL_ACME": "geheim"]
  }

  private func fleet(
    _ words: String..., whenLine: (@Sendable (String, Process) -> Void)? = nil
  ) async throws -> CommandRun {
    try await CommandRun.run(["fleet"] + words, environment: environment, whenLine: whenLine)
  }

  private func object(_ line: String?) throws -> JSONValue {
    try JSONReader.read(JSONValue.self, from: SharedBytes(Array((line ?? "").utf8)))
  }

  @Test("status shows what workers do after a failover, what is assumed, and when something was last stored")
  func status() async throws {
    let sell = try LoopbackServer(service: ZendeskSellEmulator(.init(records: 60)))
    defer { sell.stop() }
    let url = sell.baseURL
    let early = try await fleet("status")
    #expect(early.status == 1)
    #expect(early.errors.contains("fleet migrate"), "\(early.errors)")
    #expect(try await fleet("init").status == 0)
    let added = try await fleet(
      "add", "zendesk-sell", "--name", "acme", "--base-url", url, "--allow-base-url", url)
    #expect(added.status == 0, "\(added.errors)")
    let before = try object(try await fleet("status", "--json").lines.last)
    #expect(before["failover"] == .null && before["committedAt"] == .null)
    #expect(before["assumptions"]?.array?.contains { $0.string?.contains("snapshot of the disk") == true } == true)
    for policy in ["trust", "renew"] {
      let run = try await fleet("work", "--json", "--failover", policy, "--allow-base-url", url) { line, process in
        if line.contains(#""event":"ended""#) { process.terminate() }
      }
      #expect(run.status == 0, "\(run.errors)")
      let after = try object(try await fleet("status", "--json").lines.last)
      #expect(after["failover"]?.string == policy)
      #expect(after["committedAt"]?.string?.hasSuffix("Z") == true, "\(after)")
      let isAssumed = after["assumptions"]?.array?.contains { $0.string?.contains("--failover trust") == true }
      #expect(isAssumed == (policy == "trust"))
      let text = try await fleet("status").lines
      #expect(text.contains { $0.contains("after a failover") && $0.contains(policy) }, "\(text)")
      #expect(text.contains { $0.contains("last commit") })
      // It is due again.
      let (server, name) = (try PrivatePostgreSQL.shared.get(), environment["TRIBUTARY_DATABASE_URL"] ?? "")
      try server.sql("UPDATE tributary.lease SET due = now()", in: String(name.split(separator: "/").last ?? ""))
    }
    let listed = try object(try await fleet("list", "--json").lines.last)
    #expect(listed["committedAt"]?.string != nil && listed["synced"] == true)
  }
}
#endif
