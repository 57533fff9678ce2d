import Foundation

/// A program that is run to its end by a process of its own, so that its greatest memory can be told from others'.
struct MeasuredProcess {
  struct Result: Codable {
    var seconds: Double
    /// The most memory that it held at once, in megabytes.
    var peak: Double
    var status: Int32
  }

  /// A program that failed.
  struct Failed: Error, CustomStringConvertible {
    var description: String
  }

  private static let word = "measure-one-program"
  private let program: String
  private let arguments: [String]

  /// What this process is to measure, when it was started for that.
  static func inner(_ arguments: [String]) -> MeasuredProcess? {
    guard arguments.count > 1, arguments[0] == word else { return nil }
    return MeasuredProcess(program: arguments[1], arguments: Array(arguments.dropFirst(2)))
  }

  /// Where the programs are that were built together with this one.
  static var products: URL { URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent() }

  /// Runs a program that was built together with this one.
  static func run(_ name: String, _ arguments: [String], environment: [String: String] = [:]) throws -> Result {
    try run(products.appending(path: name), arguments, environment: environment)
  }

  /// Runs a program; one that fails is an error.
  static func run(_ program: URL, _ arguments: [String], environment: [String: String] = [:]) throws -> Result {
    let process = Process()
    process.executableURL = products.appending(path: "tributary-benchmark")
    process.arguments = [word, program.path] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let result = try JSONDecoder().decode(Result.self, from: output)
    guard result.status == 0 else {
      throw Failed(description: "\(program.lastPathComponent) ended with exit code \(result.status)")
    }
    return result
  }

  /// Runs the one program, and prints what was measured.
  func run() throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    // Waiting for the exit looks only every 50 ms.
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    let clock = ContinuousClock()
    let start = clock.now
    try process.run()
    ended.wait()
    let duration = start.duration(to: clock.now).components
    var usage = rusage()
    // Bytes there, kilobytes here.
    #if canImport(Darwin)
    let (children, unit) = (RUSAGE_CHILDREN, 1.0)
    #else
    let (children, unit) = (RUSAGE_CHILDREN.rawValue, 1024.0)
    #endif
    getrusage(children, &usage)
    let peak = Double(usage.ru_maxrss) * unit / 1e6
    let result = Result(
      seconds: Double(duration.seconds) + Double(duration.attoseconds) / 1e18, peak: peak,
      status: process.terminationStatus)
    print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
    return 0
  }
}
