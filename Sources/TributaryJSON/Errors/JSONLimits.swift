/// The limits of what a reader accepts.
public struct JSONLimits: Sendable, Equatable {
  /// The greatest nesting that can be allowed: 512.
  ///
  /// Values are compared, hashed, written and freed by recursion. Up to this depth, the recursion fits into the 512 KiB
  /// of stack that a thread may have, even without optimization.
  public static let greatestDepth = 512

  /// How deeply arrays and objects may be nested, clamped to 1...``greatestDepth``.
  public var depth: Int {
    didSet { depth = Self.allowed(depth) }
  }

  /// Whether lists of records keep their JSON instead of reading it.
  package var leavesRecordsUnread = false

  /// Limits; by default the greatest nesting.
  public init(depth: Int = greatestDepth) { self.depth = Self.allowed(depth) }

  private static func allowed(_ depth: Int) -> Int { min(max(depth, 1), greatestDepth) }
}
