/// How a list continues after its first page.
public struct PageDeclaration: Sendable, Equatable {
  /// The wire name of the query parameter that numbers pages.
  public var number: String
  /// From a page to its items, a list or `records`.
  public var items: FieldPath
  /// From one item to what the caller wants of it, such as the `data` of an envelope; `nil` for the item itself.
  public var item: FieldPath?
  /// From a page to the URL of the next one, or `nil` when pages do not tell.
  public var next: FieldPath?
  /// From a page to a field that is there only on pages that tell whether there is a next one.
  public var told: FieldPath?
}

/// A field that a list can be sorted by.
public struct SortField: Sendable, Equatable {
  /// The Swift name, not escaped: `updatedAt`.
  public var name: String
  /// The name on the wire: `updated_at`.
  public var wireName: String
}
