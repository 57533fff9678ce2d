import Foundation

/// One run of a program to its end.
struct ProgramRun {
  var status: Int32
  /// What it wrote to standard output.
  var output: String
  /// What it wrote to standard error.
  var errors: String

  /// Everything that it wrote.
  var text: String { output + errors }

  /// The folder of the repository.
  static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The folder of what was built together with the tests.
  static var products: URL {
    #if os(macOS)
    let tests = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
    return (tests ?? Bundle.main.bundleURL).deletingLastPathComponent()
    #else
    return URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    #endif
  }

  /// Runs a program.
  ///
  /// - Parameters:
  ///   - program: Its file, or its name if it is in the search path.
  init(_ program: String, _ arguments: [String], in directory: URL? = nil) throws {
    let process = Process()
    process.executableURL = URL(filePath: program.hasPrefix("/") ? program : "/usr/bin/env")
    process.arguments = program.hasPrefix("/") ? arguments : [program] + arguments
    process.currentDirectoryURL = directory
    process.standardInput = FileHandle.nullDevice
    // Files rather than pipes: nothing has to read while the program runs.
    let folder = FileManager.default.temporaryDirectory.appending(path: "tributary-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func file(_ name: String) throws -> (url: URL, handle: FileHandle) {
      let url = folder.appending(path: name)
      try Data().write(to: url)
      return (url, try FileHandle(forWritingTo: url))
    }
    let (output, errors) = (try file("output"), try file("errors"))
    process.standardOutput = output.handle
    process.standardError = errors.handle
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    self.output = String(decoding: try Data(contentsOf: output.url), as: UTF8.self)
    self.errors = String(decoding: try Data(contentsOf: errors.url), as: UTF8.self)
  }
}
