/// The limits of what a reader accepts.
public struct JSONLimits: Sendable, Equatable {
  /// The greatest nesting that can be allowed: 512.
  ///
  /// Values are compared, hashed, written and freed by recursion. Up to here that fits into the 512 KiB of stack that
  /// a thread may have, also without optimisation.
  public static let greatestDepth = 512

  /// How deep arrays and objects may be nested; kept within 1 and ``greatestDepth``.
  public var depth: Int {
    didSet { depth = Self.allowed(depth) }
  }

  /// Limits; by default the greatest nesting.
  public init(depth: Int = greatestDepth) { self.depth = Self.allowed(depth) }

  private static func allowed(_ depth: Int) -> Int { min(max(depth, 1), greatestDepth) }
}
