import Dispatch
import Foundation
import Tributary
import TributaryEmulator
import TributaryJSON
import TributaryURLSession

/// The transport that is the default on this system.
#if canImport(Darwin)
typealias SystemTransport = URLSessionTransport
#else
typealias SystemTransport = CurlTransport
#endif

/// A process that serves, waits, streams or cancels, so that its costs are measured apart from others'.
struct NetworkChild {
  struct Result: Codable {
    var seconds = 0.0
    /// Processor time in seconds.
    var processor = 0.0
    /// The most memory that it held at once, in megabytes.
    var peak = 0.0
    /// What was left open, beyond what was open at the start.
    var descriptors = 0
    var threads = 0
    /// In megabytes.
    var growth = 0.0
    /// In seconds.
    var slowest = 0.0
  }

  private static let word = "measure-one-network"
  private let task: String
  private let url: String

  /// What this process is to do, when it was started for that.
  static func inner(_ arguments: [String]) -> NetworkChild? {
    guard arguments.count == 3, arguments[0] == word else { return nil }
    return NetworkChild(task: arguments[1], url: arguments[2])
  }

  /// Does a task in a process of its own.
  static func run(_ task: String, _ url: String) throws -> Result {
    let process = Process()
    process.executableURL = MeasuredProcess.products.appending(path: "tributary-benchmark")
    process.arguments = [word, task, url]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw MeasuredProcess.Failed(description: "the task \(task) ended with exit code \(process.terminationStatus)")
    }
    return try JSONDecoder().decode(Result.self, from: output)
  }

  /// A server in a process of its own.
  static func server() throws -> ServerProcess { try ServerProcess("tributary-benchmark", [word, "serve", ""]) }

  /// Does the task, and prints what it cost.
  @concurrent func run() async throws {
    if task == "serve" { return try await serve() }
    var result = Result()
    let clock = ContinuousClock()
    let start = clock.now
    switch task {
    case "wait": _ = try await SystemTransport().send(HTTPRequest(url: url), limits: HTTPLimits())
    case "download": try await download()
    case "upload": try await upload()
    case "cancel": try await cancel(&result)
    default: throw MeasuredProcess.Failed(description: "there is no task \(task)")
    }
    result.seconds = (clock.now - start).seconds
    var usage = rusage()
    #if canImport(Darwin)
    let (itself, unit) = (RUSAGE_SELF, 1.0)
    #else
    let (itself, unit) = (RUSAGE_SELF.rawValue, 1024.0)
    #endif
    getrusage(itself, &usage)
    result.processor = [usage.ru_utime, usage.ru_stime].map { Double($0.tv_sec) + Double($0.tv_usec) / 1e6 }.reduce(
      0, +)
    result.peak = Double(usage.ru_maxrss) * unit / 1e6
    print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
  }

  // MARK: - Tasks

  private static let chunk = SharedBytes([UInt8](repeating: 0x61, count: 64 << 10))
  private static let gibibyte = 1 << 30

  private func download() async throws {
    let stream = try await SystemTransport().open(HTTPRequest(url: url), limits: Self.unlimited, delivery: .streamed)
    var count = 0
    for try await chunk in stream.body { count += chunk.count }
    guard count == Self.gibibyte else { throw MeasuredProcess.Failed(description: "\(count) bytes came") }
  }

  private func upload() async throws {
    let count = Locked(0)
    let chunks = AsyncStream<SharedBytes> {
      count.withLock { count in
        count += 1
        return count <= Self.gibibyte / Self.chunk.count ? Self.chunk : nil
      }
    }
    let request = HTTPRequest(method: "POST", url: url, content: .stream(ContentStream(chunks)))
    _ = try await SystemTransport().send(request, limits: Self.unlimited)
  }

  private static let unlimited = HTTPLimits(bodyBytes: .max)

  private func cancel(_ result: inout Result) async throws {
    // Whatever sleeping needs is there before anything is counted.
    try await Task.sleep(for: .milliseconds(1))
    let before = (Self.count("/proc/self/fd"), Self.count("/proc/self/task"))
    var transport: SystemTransport? = SystemTransport()
    var random = SeededRandom(seed: 1)
    var half = 0.0
    for round in 0..<100 {
      let delays = (0..<100).map { $0 % 3 == 0 ? Int.random(in: 0..<2000, using: &random) : nil }
      if let transport { result.slowest = max(result.slowest, await Self.round(delays, url, transport)) }
      if round == 49 { half = Self.residentMegabytes() }
    }
    result.growth = Self.residentMegabytes() - half
    transport = nil
    // The thread ends by itself a moment after nobody holds the transport.
    try await Task.sleep(for: .milliseconds(500))
    result.descriptors = Self.count("/proc/self/fd") - before.0
    // What the system keeps for running tasks comes and goes; the transport has one thread of its own.
    result.threads = Self.transportThreads()
  }

  /// Sends requests at once and cancels some after a while in microseconds. Returns the longest time that it took until
  /// a cancelled caller went on.
  private static func round(_ delays: [Int?], _ url: String, _ transport: SystemTransport) async -> Double {
    await withTaskGroup(of: Double.self) { group in
      for (number, delay) in delays.enumerated() {
        group.addTask {
          let path = ["/small", "/medium", "/late"][delay == nil ? number % 2 : number % 3]
          let method = number % 2 == 0 ? "GET" : "POST"
          let call = Task {
            let request = HTTPRequest(method: method, url: url + path)
            let stream = try? await transport.open(
              request, limits: HTTPLimits(), delivery: number % 5 == 0 ? .streamed : .whole)
            _ = try? await stream?.body.collect()
          }
          guard let delay else {
            await call.value
            return 0
          }
          try? await Task.sleep(for: .microseconds(delay))
          let clock = ContinuousClock()
          let start = clock.now
          call.cancel()
          await call.value
          return (clock.now - start).seconds
        }
      }
      return await group.reduce(0, max)
    }
  }

  private static func count(_ folder: String) -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: folder).count) ?? 0
  }

  private static func transportThreads() -> Int {
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
    return threads.filter { thread in
      (try? String(contentsOfFile: "/proc/self/task/\(thread)/comm", encoding: .utf8))?.hasPrefix("tributary.http")
        ?? false
    }.count
  }

  private static func residentMegabytes() -> Double {
    let statistics = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    return Double(statistics.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096 / 1e6
  }

  // MARK: - The server

  private struct Service: EmulatedService {
    let large = SharedBytes([UInt8](repeating: 0x61, count: NetworkChild.gibibyte))
    let medium = SharedBytes([UInt8](repeating: 0x61, count: 300_000))
    let small = SharedBytes(#"{"id":1,"name":"a small response"}"#)

    func respond(to request: HTTPRequest) -> HTTPResponse {
      if request.url.hasSuffix("/large") { return HTTPResponse(status: 200, body: large) }
      if request.url.hasSuffix("/medium") { return HTTPResponse(status: 200, body: medium) }
      return HTTPResponse(status: 200, headers: ["Content-Type": "application/json"], body: small)
    }
  }

  private func serve() async throws {
    let faults = FaultPlan([
      .init(.latency(.seconds(8)), count: nil) { $0.url.hasSuffix("/late") },
      .init(.drip(every: .milliseconds(8000 / 34)), count: nil) { $0.url.hasSuffix("/stalled") },
    ])
    let server = try LoopbackServer(
      service: Service(), faults: faults, limits: ServerLimits(connections: 1000, bodyBytes: 2 << 30))
    print(server.baseURL)
    fflush(nil)
    // Until it is ended, or the process that started it is gone.
    while readLine() != nil {}
    server.stop()
  }
}
