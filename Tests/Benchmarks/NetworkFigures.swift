import Foundation
import Tributary
import TributaryEmulator
import TributaryJSON
import TributaryURLSession

/// The transport of this system against `URLSession`, and what waiting, streaming and cancelling cost.
///
/// The server, and each client whose memory or processor time is measured, is a process of its own.
enum NetworkFigures {
  static func all() async throws -> [Figure] {
    let server = try NetworkChild.server()
    defer { server.stop() }
    var figures = try await small(server.url)
    figures.append(try await burst(server.url))
    figures += try waiting(server.url)
    figures += try streaming(server.url)
    figures += try cancelling(server.url)
    return figures
  }

  // MARK: - Small requests

  private static func small(_ url: String) async throws -> [Figure] {
    let get = HTTPRequest(url: url + "/small")
    let post = HTTPRequest(
      method: "POST", url: url + "/small", headers: ["Content-Type": "application/json"], body: SharedBytes(#"{"a":1}"#)
    )
    return [
      try await compare(get, key: "network/get", title: "A small GET on a kept connection"),
      try await compare(post, key: "network/post", title: "A small POST"),
    ]
  }

  /// Off the main actor, which would add its own turns to every call.
  @concurrent private static func compare(_ request: HTTPRequest, key: String, title: String) async throws -> Figure {
    let (ours, theirs) = (SystemTransport(), URLSessionTransport())
    var samples: [(ours: Double, theirs: Double)] = []
    for _ in 0..<15 { samples.append((try await time(request, ours), try await time(request, theirs))) }
    let ratios = samples.map { $0.theirs / $0.ours }.sorted()
    let middle = samples.count / 2
    let (mine, foreign) = (samples.map(\.ours).sorted()[middle], samples.map(\.theirs).sorted()[middle])
    return Figure(
      key: key, title: title, value: ratios[middle], unit: "times", spread: ratios[1]...ratios[samples.count - 2],
      detail: String(format: "%.0f µs; URLSession %.0f µs", mine * 1e6, foreign * 1e6))
  }

  /// The middle of a hundred requests, in seconds.
  private static func time(_ request: HTTPRequest, _ transport: some HTTPTransport) async throws -> Double {
    let (limits, clock) = (HTTPLimits(), ContinuousClock())
    var times: [Double] = []
    for _ in 0..<100 {
      let start = clock.now
      _ = try await transport.send(request, limits: limits)
      times.append((clock.now - start).seconds)
    }
    return times.sorted()[times.count / 2]
  }

  @concurrent private static func burst(_ url: String) async throws -> Figure {
    let (transport, clock) = (SystemTransport(), ContinuousClock())
    let start = clock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<1000 {
        group.addTask {
          _ = try await transport.send(HTTPRequest(url: "\(url)/small?\(number)"), limits: HTTPLimits())
        }
      }
      try await group.waitForAll()
    }
    return Figure(
      key: "network/burst", title: "1,000 requests at once", value: (clock.now - start).seconds, unit: "s")
  }

  // MARK: - In processes of their own

  private static func waiting(_ url: String) throws -> [Figure] {
    let first = try NetworkChild.run("wait", url + "/late")
    let middle = try NetworkChild.run("wait", url + "/stalled")
    return [
      Figure(
        key: "network/waiting", title: "Processor time while waiting 8 s for the first byte", value: first.processor,
        unit: "s"),
      Figure(
        key: "network/stalled", title: "Processor time while waiting 8 s in the content", value: middle.processor,
        unit: "s"),
    ]
  }

  private static func streaming(_ url: String) throws -> [Figure] {
    let (down, up) = (try NetworkChild.run("download", url + "/large"), try NetworkChild.run("upload", url + "/sink"))
    return [
      Figure(
        key: "network/download", title: "1 GiB streamed down", value: 1.073741824 / down.seconds * 1000, unit: "MB/s"),
      Figure(key: "network/download-memory", title: "Peak memory of that", value: down.peak, unit: "MB"),
      Figure(key: "network/upload", title: "1 GiB streamed up", value: 1.073741824 / up.seconds * 1000, unit: "MB/s"),
      Figure(key: "network/upload-memory", title: "Peak memory of that", value: up.peak, unit: "MB"),
    ]
  }

  private static func cancelling(_ url: String) throws -> [Figure] {
    let result = try NetworkChild.run("cancel", url)
    return [
      Figure(
        key: "network/cancelled-descriptors", title: "Descriptors left by 10,000 requests, a third cancelled",
        value: Double(result.descriptors), unit: "left"),
      Figure(key: "network/cancelled-threads", title: "Threads left", value: Double(result.threads), unit: "left"),
      Figure(
        key: "network/cancelled-memory", title: "Memory grown by the second half of them", value: result.growth,
        unit: "MB"),
      Figure(
        key: "network/cancelled-slowest", title: "Longest time from a cancellation to the caller's going on",
        value: result.slowest, unit: "s"),
    ]
  }
}
