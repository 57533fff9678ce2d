#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The runtime's source of time, which tests can control.
public protocol TimeSource: Sendable {
  /// The time since a fixed moment. It never goes back, whatever happens to the wall clock.
  var uptime: Duration { get }
  /// The wall clock, for headers that carry a date.
  var date: Date { get }
  /// Waits, and ends early when the task is cancelled.
  func sleep(for duration: Duration) async throws(CancellationError)
}

/// The clocks of the system.
public struct SystemTime: TimeSource {
  private static let origin = ContinuousClock.now

  /// The clocks of the system.
  public init() {}

  /// The time since the first use of a clock in this process, sleep of the machine included.
  public var uptime: Duration { Self.origin.duration(to: .now) }
  /// The wall clock.
  public var date: Date { Date() }

  /// Waits, and ends early when the task is cancelled.
  public func sleep(for duration: Duration) async throws(CancellationError) {
    do { try await Task.sleep(for: duration) } catch { throw CancellationError() }
  }
}
