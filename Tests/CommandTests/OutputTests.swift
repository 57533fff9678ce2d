import Foundation
import MyAzurEmulator
import Testing
import Tributary
import TributaryEmulator

/// Results that nobody got are no success.
@Suite("Standard output", .timeLimit(.minutes(2)))
struct OutputTests {
  /// A database with records of every service.
  private func filled(_ folder: TemporaryFolder, records: Int = 120) async throws {
    let run = try await CommandRun.run(["demo", "--records", "\(records)", "--database", folder.database])
    #expect(run.status == 0, "\(run.errors)")
  }

  #if os(Linux)
  @Test(
    "A full disk behind it is an error of every command that prints results",
    arguments: [
      ["status"], ["status", "--json"], ["query", "sharespine", "product"], ["--help"], ["sync", "--help"],
      ["--version"],
      ["demo", "--records", "20"], ["serve", "my-azur", "--records", "3"],
    ])
  func full(_ arguments: [String]) async throws {
    let folder = try TemporaryFolder()
    let needsDatabase = ["status", "query"].contains(arguments[0])
    if needsDatabase { try await filled(folder) }
    let takesDatabase = needsDatabase || arguments[0] == "demo"
    let run = try await CommandRun.run(
      arguments + (takesDatabase ? ["--database", folder.database] : []),
      outputTo: FileHandle(forWritingAtPath: "/dev/full"))
    #expect(run.status == 1)
    #expect(run.errors.contains("The output could not be written: No space left on device"), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test(
    "A sync whose output cannot be written stores everything, and then ends with an error", arguments: [[], ["--json"]])
  func fullSync(_ style: [String]) async throws {
    let server = try LoopbackServer(service: MyAzurEmulator(.init(records: 50)))
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let run = try await CommandRun.run(
      [
        "sync", "my-azur", "--folder", "5", "--base-url", server.baseURL, "--database", folder.database, "--watch",
        "3600",
      ]
        + style,
      environment: ["MYAZUR_TOKEN": "x"], outputTo: FileHandle(forWritingAtPath: "/dev/full"))
    #expect(run.status == 1, "\(run.errors)")
    #expect(run.errors.contains("could not be written"))
    let status = try await CommandRun.run(["status", "--json", "--database", folder.database])
    #expect(status.lines.count == 2)
    #expect(!status.output.contains("\"checkpoint\":null"))
  }
  #endif

  @Test("A reader that went away ends the program quietly")
  func pipe() async throws {
    let folder = try TemporaryFolder()
    try await filled(folder, records: 2000)
    for arguments in [["query", "sharespine", "product"], ["status"]] {
      let pipe = Pipe()
      try pipe.fileHandleForReading.close()
      let run = try await CommandRun.run(
        arguments + ["--database", folder.database], outputTo: pipe.fileHandleForWriting)
      #expect(run.status == 0)
      #expect(run.errors.isEmpty, "\(run.errors)")
    }
  }

  @Test("A sync whose reader went away stores everything, and does not watch on")
  func pipedSync() async throws {
    let server = try LoopbackServer(service: MyAzurEmulator(.init(records: 50)))
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let run = try await CommandRun.run(
      [
        "sync", "my-azur", "--folder", "5", "--base-url", server.baseURL, "--database", folder.database, "--watch",
        "3600",
      ],
      environment: ["MYAZUR_TOKEN": "x"], outputTo: pipe.fileHandleForWriting)
    #expect(run.status == 0)
    #expect(run.errors.isEmpty, "\(run.errors)")
    let status = try await CommandRun.run(["status", "--database", folder.database])
    #expect(status.output.contains(#/folder 5, incoming +synced +\d+ /#), "\(status.output)")
  }

  @Test("Nothing is lost to a stream that does not wait")
  func nonblocking() async throws {
    let folder = try TemporaryFolder()
    try await filled(folder, records: 2000)
    let whole = try await CommandRun.run(["query", "sharespine", "product", "--database", folder.database])
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForWriting.fileDescriptor
    #expect(fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) == 0)
    async let run = CommandRun.run(
      ["query", "sharespine", "product", "--database", folder.database], outputTo: pipe.fileHandleForWriting)
    let text = await CommandRun.readToEnd(pipe)
    #expect(try await run.status == 0)
    #expect(text == whole.output)
    #expect(whole.output.utf8.count > 200_000)
  }

  @Test("A closed standard output is an error, and gets nothing into the database")
  func closed() async throws {
    let folder = try TemporaryFolder()
    try await filled(folder)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", "exec \"$0\" status --database \"$1\" >&- 2>/dev/null", CommandRun.program.path, folder.database,
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    let status = try await CommandRun.run(["status", "--database", folder.database])
    #expect(status.status == 0, "\(status.errors)")
  }

  @Test("What was printed before an error or a signal is there", arguments: ["interrupt", "terminate"])
  func signals(_ signal: String) async throws {
    let server = try LoopbackServer(service: MyAzurEmulator(.init(records: 1500)))
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let isDone = Locked(false)
    let run = try await CommandRun.run(
      ["sync", "my-azur", "--folder", "5", "--base-url", server.baseURL, "--database", folder.database, "--json"],
      environment: ["MYAZUR_TOKEN": "x"]
    ) { line, process in
      guard line.contains("committed"), isDone.withLock({ done in (done, done = true).0 == false }) else { return }
      if signal == "interrupt" { process.interrupt() } else { process.terminate() }
    }
    #expect(run.status == 130)
    #expect(run.lines.first?.contains("started") == true)
    #expect(run.output.hasSuffix("}\n"))
    #expect(run.lines.last?.contains("failed") == true, "\(run.output)")
  }
}
