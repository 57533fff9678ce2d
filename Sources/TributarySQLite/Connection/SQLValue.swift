import Tributary
import TributaryJSON

/// A value for a parameter of a statement.
enum SQLValue {
  case null
  case integer(Int)
  case text(String)
  /// JSON, bound as text without a copy.
  case json(RawJSON)
  /// A filter for the function `tributary_matches`, bound as a pointer, which SQL can neither read nor create.
  case filter(FilterEvaluator)
  /// A field for the function `tributary_key`, bound in the same way.
  case field(IndexKeyReader)
  case real(Double)
  case blob([UInt8])
}
