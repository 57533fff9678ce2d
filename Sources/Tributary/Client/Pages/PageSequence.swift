/// The pages of a list, each requested on demand.
///
/// It follows the next page's link if pages have one and otherwise counts pages. It ends at a page that indicates that
/// it is the last, or at an empty one. Only the query of a link is used: the host and the path stay those of the first
/// request.
///
/// ```swift
/// for try await page in client.leads.all().pages { print(page.items.count) }
/// ```
public struct PageSequence<Page: Sendable>: AsyncSequence, Sendable {
  /// The type of the elements.
  public typealias Element = Page
  /// The error that iteration can throw.
  public typealias Failure = APIError

  /// How a list continues.
  @_spi(Generated) public struct Paging: Sendable {
    /// The number of elements of a page; none on the last one.
    let count: @Sendable (Page) -> Int
    /// The request after a page, given the number of elements so far.
    let following: @Sendable (Page, Endpoint<Page>, Int) throws(APIError) -> Endpoint<Page>?
    /// Whether a page repeats the previous one; `nil` if that is not checked.
    var repeats: (@Sendable (Page, Page) -> Bool)?

    /// A list with numbered pages, or whose pages link to the next one.
    ///
    /// - Parameters:
    ///   - number: The query parameter that numbers pages, from 1.
    ///   - isEmpty: Whether a page is empty.
    ///   - next: The URL of the next page, if the page has one.
    ///   - indicatesNext: Whether the page indicates if there is a next one.
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
            let problem = "the next page's link does not lead to a new page"
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

  /// The maximum number of pages; a longer list ends with an error.
  package static var limit: Int { 100_000 }

  let service: ServiceClient
  /// The first request, or `nil` if the result is known to be empty.
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

  /// Requests one page after another.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let sequence: PageSequence
    /// The next request, or `nil` after the last page.
    fileprivate var endpoint: Endpoint<Page>?
    private var pages = 0
    private var elements = 0
    private var previous: Page?

    fileprivate init(sequence: PageSequence, endpoint: Endpoint<Page>?) {
      self.sequence = sequence
      self.endpoint = endpoint
    }

    /// The next page; `nil` after the last one and after an error.
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

    /// Otherwise a server whose last page links back to an earlier one would be asked forever.
    private mutating func check(_ page: Page, _ current: Endpoint<Page>) throws(APIError) {
      var problem: String?
      if pages >= PageSequence.limit { problem = "the list has more than \(PageSequence.limit) pages" }
      if let repeats = sequence.paging.repeats {
        if let previous, repeats(page, previous) { problem = "the service returned the same page twice" }
        previous = page
      }
      guard let problem else { return }
      throw APIError(operation: current.request.operation, reason: .invalidRequest(problem))
    }
  }
}
