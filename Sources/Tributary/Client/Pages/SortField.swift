/// A field that a list can be sorted by, and the direction.
///
/// ```swift
/// client.leads.all(sortBy: .lastName.descending)
/// ```
///
/// Fields that a service documents are constants of the generated type; ``init(_:)`` takes any other by its name.
public protocol SortField: ParameterValue, Hashable {
  /// The value of the parameter: `last_name` or `last_name:desc`.
  var rawValue: String { get }
  /// A field by its name on the wire, ascending.
  init(_ rawValue: String)
}

extension SortField {
  /// The value of the parameter.
  public var parameterText: String { rawValue }

  /// The same field with the greatest value first.
  public var descending: Self { rawValue.hasSuffix(":desc") ? self : Self(rawValue + ":desc") }
}
