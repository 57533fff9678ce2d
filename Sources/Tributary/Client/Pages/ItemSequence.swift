/// The items of a list, page after page.
///
/// An item that does not decode is passed over; it stands in its page, which ``PageSequence`` gives.
///
/// ```swift
/// for try await lead in client.leads.all(email: "ada@example.com") { print(lead.id) }
/// ```
public struct ItemSequence<Page: Sendable, Item: Sendable>: AsyncSequence, Sendable {
  /// What the sequence gives.
  public typealias Element = Item
  /// How asking can fail.
  public typealias Failure = APIError

  private let pages: PageSequence<Page>
  private let items: @Sendable (Page) -> [Item]

  /// The items of pages.
  public init(_ pages: PageSequence<Page>, items: @escaping @Sendable (Page) -> [Item]) {
    self.pages = pages
    self.items = items
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

    /// The next item; `nil` behind the last one.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(APIError) -> Item? {
      while rest.isEmpty {
        guard let page = try await pages.next(isolation: actor) else { return nil }
        rest = items(page)[...]
      }
      return rest.removeFirst()
    }
  }
}
