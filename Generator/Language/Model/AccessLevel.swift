/// Who can use a generated declaration, from the fewest to the most.
public enum AccessLevel: String, Sendable, CaseIterable, Comparable {
  /// The module's own code.
  case `internal`
  /// All modules of the package.
  case package
  /// Everybody.
  case `public`

  /// Whether fewer can use the left one than the right one.
  public static func < (left: AccessLevel, right: AccessLevel) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .internal: 0
    case .package: 1
    case .public: 2
    }
  }
}
