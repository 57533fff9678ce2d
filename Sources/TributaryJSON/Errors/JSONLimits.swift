/// What a reader accepts before it refuses a text.
public struct JSONLimits: Sendable, Equatable {
  /// The greatest nesting that any limits allow. Values are freed, compared and written by recursion, so a greater
  /// depth could exhaust the stack of a small thread.
  public static let greatestDepth = 1024

  /// How many arrays and objects may stand inside each other; 512 unless set, kept within 1 and ``greatestDepth``.
  public var depth: Int {
    didSet { depth = Self.allowed(depth) }
  }

  /// Limits; by default a nesting of 512.
  public init(depth: Int = 512) { self.depth = Self.allowed(depth) }

  private static func allowed(_ depth: Int) -> Int { min(max(depth, 1), greatestDepth) }
}
