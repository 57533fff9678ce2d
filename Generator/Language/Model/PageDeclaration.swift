/// How a list continues after its first page.
public struct PageDeclaration: Sendable, Equatable {
  /// The wire name of the query parameter that numbers pages.
  public var number: String
  /// From a page to its items, a list or `records`.
  public var items: FieldPath
  /// From one item to what the caller wants of it, such as the `data` of an envelope; `nil` for the item itself.
  public var item: FieldPath?
  /// The path in a page to the URL of the next one, or `nil` if pages do not say.
  public var next: FieldPath?
  /// The path in a page to a field that is present only if the page says whether there is a next one.
  public var nextIndicator: FieldPath?
}

/// A field that a list can be sorted by.
public struct SortField: Sendable, Equatable {
  /// The Swift name, not escaped: `updatedAt`.
  public var name: String
  /// The name on the wire: `updated_at`.
  public var wireName: String
}
