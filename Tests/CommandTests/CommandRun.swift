import Foundation
import Tributary

/// One run of the program `tributary`, as a person starts it.
struct CommandRun {
  var status: Int32
  var output: String
  var errors: String

  /// The lines of the output, without the last line break.
  var lines: [String] { output.split(separator: "\n").map(String.init) }

  /// The program beside the tests.
  static var program: URL {
    #if os(macOS)
    let tests = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
    return (tests ?? Bundle.main.bundleURL).deletingLastPathComponent().appending(path: "tributary")
    #else
    return URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "tributary")
    #endif
  }

  /// What a program needs to start, also one that is built with a sanitizer.
  private static let needed: Set = ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "TSAN_OPTIONS"]

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - arguments: The command line.
  ///   - environment: The whole environment, beside what a program needs to start.
  ///   - input: What it reads from standard input.
  ///   - file: Where its standard output goes, when that is not to be read.
  ///   - whenLine: Called with each line of output and the running program.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], directory: URL? = nil,
    input: String = "", outputTo file: FileHandle? = nil, whenLine: (@Sendable (String, Process) -> Void)? = nil
  ) async throws -> CommandRun {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = environment.merging(
      ProcessInfo.processInfo.environment.filter { needed.contains($0.key) }
    ) { own, _ in own }
    process.currentDirectoryURL = directory
    let inputPipe = Pipe()
    process.standardInput = inputPipe
    let output = Pipe()
    let errors = Pipe()
    if let file { process.standardOutput = file } else { process.standardOutput = output }
    process.standardError = errors
    try process.run()
    // The program alone writes to it now, so that its end is the end of what can be read.
    try? file?.close()
    try inputPipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try inputPipe.fileHandleForWriting.close()
    async let errorText = Self.read(errors.fileHandleForReading) { _ in }
    if file != nil { try output.fileHandleForWriting.close() }
    let outputText = await Self.read(output.fileHandleForReading) { line in whenLine?(line, process) }
    let errorsRead = await errorText
    process.waitUntilExit()
    return CommandRun(status: process.terminationStatus, output: outputText, errors: errorsRead)
  }

  /// Reads what a program writes to a pipe of the caller's, a little at a time, so that the program has to wait.
  static func readToEnd(_ pipe: Pipe) async -> String {
    await read(pipe.fileHandleForReading) { _ in }
  }

  /// Reads a pipe to its end on a thread of its own, since reading blocks.
  private static func read(_ handle: FileHandle, _ whenLine: @escaping @Sendable (String) -> Void) async -> String {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        var text = Data()
        var line = Data()
        while true {
          let chunk = handle.availableData
          if chunk.isEmpty { break }
          text += chunk
          for byte in chunk {
            if byte == UInt8(ascii: "\n") {
              whenLine(String(decoding: line, as: UTF8.self))
              line = Data()
            } else {
              line.append(byte)
            }
          }
        }
        continuation.resume(returning: String(decoding: text, as: UTF8.self))
      }
    }
  }
}

/// A folder of its own, which goes when the test is over.
final class TemporaryFolder: Sendable {
  let url = FileManager.default.temporaryDirectory.appending(path: "tributary-\(UUID().uuidString)")
  var database: String { url.appending(path: "mirror.sqlite").path }

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: url) }
}
