import Tributary
import TributaryEmulator

/// Orders to a service that is being served, a line of standard input each.
///
/// Changes that come when they are ordered, and only then, let another program compare a database with a server that
/// rests.
struct Steering: Sendable {
  let service: any ServedService
  let faults: FaultPlan

  static let help = """
    With --steer, lines of standard input are orders, each answered by one line; the server ends with them.
      change N         N records change at once
      advance SECONDS  time passes
      faults PLAN      more failures to answer with
    """

  /// Follows an order.
  ///
  /// - Returns: What to say to it.
  func follow(_ order: String) -> String {
    let words = order.split(separator: " ", maxSplits: 1)
    switch (words.first, words.last.flatMap { Int($0) }) {
    case ("change", let count?) where (0...1_000_000).contains(count): service.letChange(count)
    case ("advance", let seconds?) where (0...1_000_000_000).contains(seconds): service.advance(seconds: seconds)
    case ("faults", _) where words.count == 2:
      do { try faults.add(String(words[1])) } catch { return "not done: \(error)" }
    default: return "not done: \"\(order)\" is not change N, advance SECONDS or faults PLAN"
    }
    return "done: \(order)"
  }

  /// The lines of standard input, read on a thread of their own, since reading blocks.
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
