import Foundation
import MyAzurEmulator
import Testing
import Tributary
import TributaryEmulator

@Suite("A database that is replaced while a sync watches", .timeLimit(.minutes(2)))
struct ReplacedDatabaseTests {
  private let service = MyAzurEmulator(.init(records: 40))
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func sync(
    _ server: LoopbackServer, _ more: [String] = [], to database: String? = nil,
    whenLine: (@Sendable (String, Process) -> Void)? = nil
  ) async throws -> CommandRun {
    try await CommandRun.run(
      ["sync", "my-azur", "--folder", "5", "--base-url", server.baseURL, "--database", database ?? folder.database]
        + more,
      environment: ["MYAZUR_TOKEN": "x"], whenLine: whenLine)
  }

  /// Watches, calls the body after the first sync, and interrupts after the second.
  private func watch(_ server: LoopbackServer, _ body: @escaping @Sendable () -> Void) async throws -> CommandRun {
    let syncs = Locked(0)
    return try await sync(server, ["--watch", "1"]) { line, process in
      guard line.hasPrefix("Up to date") else { return }
      let number = syncs.withLock { count in
        count += 1
        return count
      }
      if number == 1 { body() } else { process.interrupt() }
    }
  }

  @Test("An empty file is filled again, reported in one sentence, and readable by its owner only")
  func empty() async throws {
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let path = folder.database
    let run = try await watch(server) {
      _ = FileManager.default.createFile(atPath: path + ".new", contents: nil, attributes: [.posixPermissions: 0o644])
      _ = rename(path + ".new", path)
    }
    #expect(run.status == 130, "\(run.errors)")
    #expect(run.lines.filter { $0.contains("was replaced by an empty file") }.count == 1, "\(run.output)")
    #expect(run.lines.filter { $0.contains("40 new") }.count == 2, "\(run.output)")
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
    #expect(mode?.intValue == 0o600)
  }

  @Test("A backup is gone on with")
  func backup() async throws {
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let path = folder.database
    #expect(try await sync(server, to: path + ".backup").status == 0)
    let run = try await watch(server) { _ = rename(path + ".backup", path) }
    #expect(run.status == 130, "\(run.errors)")
    #expect(run.lines.filter { $0.contains("was replaced by another one with the same streams") }.count == 1)
    let status = try await CommandRun.run(["status", "--database", path])
    #expect(status.output.contains(#/outgoing +synced +\d+ /#))
  }

  @Test(
    "Anything else ends the run with an error and is left as it is",
    arguments: ["text", "other streams", "nothing", "folder"])
  func foreign(_ kind: String) async throws {
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let path = folder.database
    if kind == "other streams" {
      let other = try LoopbackServer(service: MyAzurEmulator(.init(records: 3)))
      defer { other.stop() }
      #expect(try await sync(other, to: path + ".new").status == 0)
    } else {
      try Data(repeating: 0x78, count: 5000).write(to: URL(filePath: path + ".new"))
    }
    let before = try Data(contentsOf: URL(filePath: path + ".new"))
    let inner = folder.url.path
    let run = try await watch(server) {
      switch kind {
      case "nothing": _ = unlink(path)
      case "folder": _ = rename(inner, inner + "-moved")
      default: _ = rename(path + ".new", path)
      }
    }
    #expect(run.status == 1, "\(run.output)")
    #expect(run.errors.contains("was replaced or removed while it was in use"), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(run.lines.filter { $0.hasPrefix("Up to date") }.count == 1)
    switch kind {
    case "nothing": #expect(!FileManager.default.fileExists(atPath: path))
    case "folder":
      #expect(!FileManager.default.fileExists(atPath: inner))
      try FileManager.default.removeItem(atPath: inner + "-moved")
    default: #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }
  }
}
