/// The items of a list, page after page.
///
/// An item that does not decode is skipped; it remains available in its page through ``PageSequence``.
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

  /// The items of pages.
  @_spi(Generated) public init(_ pages: PageSequence<Page>, items: @escaping @Sendable (Page) -> [Item]) {
    self.pages = pages
    self.items = items
  }

  /// The items of a list's pages.
  ///
  /// - Parameters:
  ///   - list: The first page.
  ///   - number: The query parameter that numbers pages, from 1.
  ///   - isEmpty: Whether a page is empty.
  ///   - next: The URL of the next page, if the page has one.
  ///   - indicatesNext: Whether the page indicates if there is a next one.
  ///   - items: The items of a page.
  @_spi(Generated) public init(
    _ list: Endpoint<Page>, of service: ServiceClient, options: CallOptions, number: String,
    isEmpty: @escaping @Sendable (Page) -> Bool, next: @escaping @Sendable (Page) -> String? = { _ in nil },
    indicatesNext: @escaping @Sendable (Page) -> Bool = { _ in false }, items: @escaping @Sendable (Page) -> [Item]
  ) {
    let paging = PageSequence<Page>.Paging(number: number, isEmpty: isEmpty, next: next, indicatesNext: indicatesNext)
    self.init(PageSequence(list, of: service, paging: paging, options: options), items: items)
  }

  /// Begins at the first page.
  public func makeAsyncIterator() -> Iterator { Iterator(pages: pages.makeAsyncIterator(), items: items) }

  /// Goes through the items.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate var pages: PageSequence<Page>.Iterator
    fileprivate let items: @Sendable (Page) -> [Item]
    private var rest: ArraySlice<Item> = []

    fileprivate init(pages: PageSequence<Page>.Iterator, items: @escaping @Sendable (Page) -> [Item]) {
      self.pages = pages
      self.items = items
    }

    /// The next item; `nil` after the last one.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(APIError) -> Item? {
      while rest.isEmpty {
        guard let page = try await pages.next(isolation: actor) else { return nil }
        rest = items(page)[...]
      }
      return rest.removeFirst()
    }
  }
}
