/// The pages of a list, each asked for when it is wanted.
///
/// It follows the next page's link where pages tell one, and counts pages where they do not; it ends at a page that
/// says it is the last, or at an empty one. A link is only followed for its query: the host and the path stay those of
/// the first request.
///
/// ```swift
/// for try await page in client.leads.all().pages { print(page.items.count) }
/// ```
public struct PageSequence<Page: Sendable>: AsyncSequence, Sendable {
  /// What the sequence gives.
  public typealias Element = Page
  /// How asking can fail.
  public typealias Failure = APIError

  /// How a list goes on.
  @_spi(Generated) public struct Paging: Sendable {
    /// How many elements a page holds; none on the last one.
    let count: @Sendable (Page) -> Int
    /// What to ask for after a page, which all pages up to it hold so many elements with.
    let following: @Sendable (Page, Endpoint<Page>, Int) throws(APIError) -> Endpoint<Page>?
    /// Whether a page is the one before it once more; `nil` when that is not asked.
    var repeats: (@Sendable (Page, Page) -> Bool)?

    /// A list that is cut into pages by number, or that tells of its next page.
    ///
    /// - Parameters:
    ///   - number: The query parameter that numbers pages, from 1.
    ///   - isEmpty: Whether a page holds nothing.
    ///   - next: The URL of the next page, if the page tells one.
    ///   - indicatesNext: Whether the page tells if there is a next one.
    @_spi(Generated) public init(
      number: String, isEmpty: @escaping @Sendable (Page) -> Bool,
      next: @escaping @Sendable (Page) -> String? = { _ in nil },
      indicatesNext: @escaping @Sendable (Page) -> Bool = { _ in false }
    ) {
      count = { isEmpty($0) ? 0 : 1 }
      following = { page, current, _ throws(APIError) in
        var following = current
        if let link = next(page) {
          guard let query = RequestItem.query(of: link), query != current.request.query else {
            let problem = "the next page's link leads nowhere new"
            throw APIError(operation: current.request.operation, reason: .invalidRequest(problem))
          }
          following.request.query = query
          return following
        }
        guard !indicatesNext(page) else { return nil }
        let index = current.request.query.firstIndex { $0.name == number }
        let place = index.flatMap { Int(current.request.query[$0].values.first ?? "") } ?? 1
        let item = RequestItem.item(number, place + 1)
        if let index { following.request.query[index] = item } else { following.request.query.append(item) }
        return following
      }
    }

    init(
      count: @escaping @Sendable (Page) -> Int,
      following: @escaping @Sendable (Page, Endpoint<Page>, Int) throws(APIError) -> Endpoint<Page>?,
      repeats: @escaping @Sendable (Page, Page) -> Bool
    ) {
      self.count = count
      self.following = following
      self.repeats = repeats
    }
  }

  /// How many pages are asked for at most; more end with an error.
  package static var limit: Int { 100_000 }

  let service: ServiceClient
  /// The first request, or `nil` when it is known that there is nothing to ask for.
  let first: Endpoint<Page>?
  let paging: Paging
  let options: CallOptions

  /// The pages from an endpoint's first one on.
  @_spi(Generated) public init(_ first: Endpoint<Page>, of service: ServiceClient, paging: Paging, options: CallOptions)
  {
    self.init(optional: first, of: service, paging: paging, options: options)
  }

  init(optional first: Endpoint<Page>?, of service: ServiceClient, paging: Paging, options: CallOptions) {
    self.first = first
    self.service = service
    self.paging = paging
    self.options = options
  }

  /// Begins at the first page.
  public func makeAsyncIterator() -> Iterator { Iterator(sequence: self, endpoint: first) }

  /// Asks for one page after the other.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let sequence: PageSequence
    /// The next request, or `nil` behind the last page.
    fileprivate var endpoint: Endpoint<Page>?
    private var pages = 0
    private var elements = 0
    private var previous: Page?

    fileprivate init(sequence: PageSequence, endpoint: Endpoint<Page>?) {
      self.sequence = sequence
      self.endpoint = endpoint
    }

    /// The next page; `nil` behind the last one and after an error.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(APIError) -> Page? {
      guard let current = endpoint else { return nil }
      endpoint = nil
      let page = try await sequence.service.send(current, options: sequence.options)
      let count = sequence.paging.count(page)
      guard count > 0 else { return nil }
      pages += 1
      elements += count
      try check(page, current)
      endpoint = try sequence.paging.following(page, current, elements)
      return page
    }

    /// A server whose last page leads back to an earlier one would otherwise be asked for ever.
    private mutating func check(_ page: Page, _ current: Endpoint<Page>) throws(APIError) {
      var problem: String?
      if pages >= PageSequence.limit { problem = "the list has more than \(PageSequence.limit) pages" }
      if let repeats = sequence.paging.repeats {
        if let previous, repeats(page, previous) { problem = "the service gave the same page twice" }
        previous = page
      }
      guard let problem else { return }
      throw APIError(operation: current.request.operation, reason: .invalidRequest(problem))
    }
  }
}
