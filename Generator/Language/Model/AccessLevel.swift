/// Who can use a generated declaration, from the narrowest level to the widest.
public enum AccessLevel: String, Sendable, CaseIterable, Comparable {
  /// The module's own code.
  case `internal`
  /// All modules of the package.
  case package
  /// Everyone.
  case `public`

  /// Whether the left level is narrower than the right one.
  public static func < (left: AccessLevel, right: AccessLevel) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .internal: 0
    case .package: 1
    case .public: 2
    }
  }
}
