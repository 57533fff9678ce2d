public import Foundation
public import Tributary

/// A clock that only moves when someone sleeps.
public final class HeldTime: TimeSource {
  private let slept = Locked(Duration.zero)
  /// How long has been slept.
  public var uptime: Duration { slept.withLock { $0 } }
  /// Always the same moment.
  public var date: Date { Date(timeIntervalSince1970: 1_704_812_400) }

  /// A clock that stands.
  public init() {}

  /// Lets the time pass at once.
  public func sleep(for duration: Duration) async throws(CancellationError) { slept.withLock { $0 += duration } }
}
