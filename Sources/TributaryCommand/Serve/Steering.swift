import Tributary
import TributaryEmulator

/// Commands to the services that are being served, one per line of standard input.
///
/// Changes that happen only on command let another program compare a database with a server that does not change
/// meanwhile.
struct Steering: Sendable {
  let services: [any ServedService]
  let faults: FaultPlan

  static let help = """
    With --steer, each line of standard input is a command with a one-line reply; the server ends with standard input.
      change N         change N records at once
      advance SECONDS  advance the clock
      faults PLAN      add faults to inject
    """

  /// Executes a command.
  ///
  /// - Returns: The reply.
  func follow(_ order: String) -> String {
    let words = order.split(separator: " ", maxSplits: 1)
    switch (words.first, words.last.flatMap { Int($0) }) {
    case ("change", let count?) where (0...1_000_000).contains(count):
      for service in services { service.letChange(count) }
    case ("advance", let seconds?) where (0...1_000_000_000).contains(seconds):
      for service in services { service.advance(seconds: seconds) }
    case ("faults", _) where words.count == 2:
      do { try faults.add(String(words[1])) } catch { return "not done: \(error)" }
    default: return "not done: \"\(order)\" is not change N, advance SECONDS or faults PLAN"
    }
    return "done: \(order)"
  }

  /// The lines of standard input, read on a separate thread because reading blocks.
  static func orders() -> AsyncStream<String> {
    AsyncStream { continuation in
      let isStarted = SystemThread.start {
        while let line = readLine() { continuation.yield(line) }
        continuation.finish()
      }
      if !isStarted { continuation.finish() }
    }
  }
}
