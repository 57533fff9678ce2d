/// The items of a list, page after page.
///
/// An item that does not decode is skipped; it remains available in its page through ``pages``.
///
/// ```swift
/// for try await lead in client.leads.all(status: "New") { print(lead.id) }
/// ```
public struct ItemSequence<Page: Sendable, Item: Sendable>: AsyncSequence, Sendable {
  /// The type of the elements.
  public typealias Element = Item
  /// The error that iteration can throw.
  public typealias Failure = APIError

  /// The pages that contain the items.
  public let pages: PageSequence<Page>
  private let items: @Sendable (Page) -> [Item]
  /// The maximum number of items.
  var limit: Int?

  /// The items of pages.
  public init(_ pages: PageSequence<Page>, items: @escaping @Sendable (Page) -> [Item]) {
    self.pages = pages
    self.items = items
  }

  /// The items of a list's pages.
  ///
  /// - Parameters:
  ///   - list: The request for the first page.
  ///   - service: The service to call.
  ///   - options: The settings of each call.
  ///   - paging: How the list continues.
  ///   - items: The items of a page.
  public init(
    _ list: Endpoint<Page>, of service: ServiceClient, options: CallOptions = .default, paging: Paging<Page>,
    items: @escaping @Sendable (Page) -> [Item]
  ) {
    self.init(PageSequence(list, of: service, paging: paging, options: options), items: items)
  }

  /// The items of a list that may also respond without content.
  public init(
    _ list: Endpoint<Page?>, of service: ServiceClient, options: CallOptions = .default, paging: Paging<Page>,
    items: @escaping @Sendable (Page) -> [Item]
  ) {
    self.init(PageSequence(list, of: service, paging: paging, options: options), items: items)
  }

  /// The items after a mark of the same list, which ``PageSequence/marked`` gives.
  public func resumed(at mark: PageMark) -> Self {
    var sequence = Self(pages.resumed(at: mark), items: items)
    sequence.limit = limit.map { Swift.max($0 - mark.received, 0) }
    return sequence
  }

  /// Begins at the first page.
  public func makeAsyncIterator() -> Iterator {
    Iterator(pages: pages.makeAsyncIterator(), items: items, limit: limit)
  }

  /// Goes through the items.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate var pages: PageSequence<Page>.Iterator
    fileprivate let items: @Sendable (Page) -> [Item]
    private var rest: ArraySlice<Item> = []
    /// How many items may still come.
    private var limit: Int

    fileprivate init(
      pages: PageSequence<Page>.Iterator, items: @escaping @Sendable (Page) -> [Item], limit: Int?
    ) {
      self.pages = pages
      self.items = items
      self.limit = limit ?? .max
    }

    /// The next item; `nil` after the last one.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(APIError) -> Item? {
      guard limit > 0 else { return nil }
      while rest.isEmpty {
        guard let page = try await pages.next(isolation: actor) else { return nil }
        rest = items(page)[...]
      }
      limit -= 1
      return rest.removeFirst()
    }
  }
}
