import TributaryJSON

/// A value for a parameter of a statement.
enum SQLValue {
  case null
  case integer(Int)
  case text(String)
  /// JSON, bound as text without a copy.
  case json(RawJSON)
}
