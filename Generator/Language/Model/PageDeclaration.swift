/// How a list continues after its first page.
public struct PageDeclaration: Sendable, Equatable {
  /// What makes the next request from a page.
  public enum Way: Sendable, Equatable {
    /// A parameter counts pages, or takes the number that a page gives.
    case number(Parameter, from: Int, next: Value?)
    /// A parameter counts items, or takes the number that a page gives.
    case offset(Parameter, next: Value?)
    /// A parameter takes a value of the page.
    case cursor(Parameter, next: Value)
    /// A parameter takes a value of the last item: the field, and its path on the wire.
    case last(Parameter, FieldPath, wireNames: [String])
    /// A page holds the URL of the next one.
    case url
    /// A header field links to the next one, by this relation.
    case link(String)
  }

  /// What changes from one request to the next.
  public enum Parameter: Sendable, Equatable {
    /// The wire name of a query parameter.
    case query(String)
    /// The wire names that lead to a field of the body.
    case body([String])
    /// A place in the query that the body is.
    case place(QueryPlace)
  }

  /// Where a value is in a response.
  public enum Value: Sendable, Equatable {
    /// A path through the content.
    case field(FieldPath)
    /// The name of a header field.
    case header(String)
  }

  /// What makes the next request from a page.
  public var way: Way
  /// From a page to the URL of the next one, if pages have one.
  public var url: Value?
  /// The path in a page to a field that is present only if the page indicates whether there is a next one.
  public var nextIndicator: FieldPath?
  /// From a page to its items, a list or `records`; without steps, the page is the list.
  public var items: FieldPath
  /// From one item to what the caller wants of it, such as the `data` of an envelope; `nil` for the item itself.
  public var item: FieldPath?
  /// Whether there is more.
  public var more: Value?
  /// How many items all pages have together.
  public var total: Value?
  /// How many pages there are.
  public var totalPages: Value?
}

/// A field that a list can be sorted by.
public struct SortField: Sendable, Equatable {
  /// The Swift name, not escaped: `updatedAt`.
  public var name: String
  /// The name on the wire: `updated_at`.
  public var wireName: String
}
