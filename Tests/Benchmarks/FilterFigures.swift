import TributaryJSON

/// Writing a filter against the same tree as a Foundation model. Filled in with the SDK that has filters.
enum FilterFigures {
  static func all() throws -> [Figure] { [] }
}
