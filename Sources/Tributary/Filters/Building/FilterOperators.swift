/// The operators of a field. A generated type without values conforms to the protocols of the field's operators.
public protocol FilterOperators {}

/// The field can be compared for equality; called `eq` on the wire unless the spec says otherwise.
public protocol EqualOperator: FilterOperators {
  /// The operator's name on the wire.
  static var equal: String { get }
}

/// The field can be compared for difference.
public protocol NotEqualOperator: FilterOperators {
  /// The operator's name on the wire.
  static var notEqual: String { get }
}

/// The field can be compared for greater values; called `gt` on the wire unless the spec says otherwise.
public protocol GreaterOperator: FilterOperators {
  /// The operator's name on the wire.
  static var greater: String { get }
}

/// The field can be compared for values that are equal or greater.
public protocol AtLeastOperator: FilterOperators {
  /// The operator's name on the wire.
  static var atLeast: String { get }
}

/// The field can be compared for smaller values.
public protocol LessOperator: FilterOperators {
  /// The operator's name on the wire.
  static var less: String { get }
}

/// The field can be compared for values that are equal or smaller.
public protocol AtMostOperator: FilterOperators {
  /// The operator's name on the wire.
  static var atMost: String { get }
}

/// The field can be looked for in a list of values.
public protocol OneOfOperator: FilterOperators {
  /// The operator's name on the wire.
  static var oneOf: String { get }
}

/// The field can be looked for outside of a list of values.
public protocol NoneOfOperator: FilterOperators {
  /// The operator's name on the wire.
  static var noneOf: String { get }
}

/// The server can find records in which the field has a value.
public protocol PresentOperator: FilterOperators {
  /// The operator's name on the wire.
  static var present: String { get }
}

/// The server can find records in which the field has no value.
public protocol AbsentOperator: FilterOperators {
  /// The operator's name on the wire.
  static var absent: String { get }
}

/// The server can order by the field.
public protocol SortableField: FilterOperators {}

extension EqualOperator {
  /// `eq`.
  public static var equal: String { "eq" }
}

extension GreaterOperator {
  /// `gt`.
  public static var greater: String { "gt" }
}

/// What an operator means, whatever it is called.
public enum FilterComparison: Sendable, Hashable, CaseIterable {
  /// The values are the same.
  case equal
  /// Both have a value, and these differ.
  case notEqual
  /// The field's value is the greater one, or the later.
  case greater
  /// The field's value is equal, greater or later.
  case atLeast
  /// The field's value is the smaller one, or the earlier.
  case less
  /// The field's value is equal, smaller or earlier.
  case atMost
  /// The field's value is in a list.
  case oneOf
  /// The field has a value, and it is not in a list.
  case noneOf
  /// The field has a value.
  case present
  /// The field has no value.
  case absent

  /// The comparison that holds for exactly those values for which this one does not; where a field has no value, only
  /// ``present`` and ``absent`` hold for what the other does not.
  var complement: FilterComparison {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .greater: .atMost
    case .atLeast: .less
    case .less: .atLeast
    case .atMost: .greater
    case .oneOf: .noneOf
    case .noneOf: .oneOf
    case .present: .absent
    case .absent: .present
    }
  }
}
