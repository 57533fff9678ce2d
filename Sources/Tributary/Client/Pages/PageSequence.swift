/// The pages of a list, each asked for when it is wanted.
///
/// It follows the next page's link where pages tell one, and counts pages where they do not; it ends at a page that
/// says it is the last, or at an empty one. A link is only followed for its query: the host and the path stay those of
/// the first request.
///
/// ```swift
/// for try await page in client.leads.pages() { print(page.items.count) }
/// ```
public struct PageSequence<Page: Sendable>: AsyncSequence, Sendable {
  /// What the sequence gives.
  public typealias Element = Page
  /// How asking can fail.
  public typealias Failure = APIError

  /// How a list goes on.
  public struct Paging: Sendable {
    let number: String
    let isEmpty: @Sendable (Page) -> Bool
    let next: @Sendable (Page) -> String?
    let isTold: @Sendable (Page) -> Bool

    /// The parts of it.
    ///
    /// - Parameters:
    ///   - number: The query parameter that numbers pages, from 1.
    ///   - isEmpty: Whether a page holds nothing.
    ///   - next: The URL of the next page, if the page tells one.
    ///   - isTold: Whether the page tells if there is a next one.
    public init(
      number: String, isEmpty: @escaping @Sendable (Page) -> Bool,
      next: @escaping @Sendable (Page) -> String? = { _ in nil },
      isTold: @escaping @Sendable (Page) -> Bool = { _ in false }
    ) {
      self.number = number
      self.isEmpty = isEmpty
      self.next = next
      self.isTold = isTold
    }
  }

  /// How many pages are asked for at most; more end with an error.
  public static var limit: Int { 100_000 }

  let service: ServiceClient
  let first: Endpoint<Page>
  let paging: Paging
  let options: CallOptions

  /// The pages from an endpoint's first one on.
  public init(_ first: Endpoint<Page>, of service: ServiceClient, paging: Paging, options: CallOptions) {
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
    private var count = 0

    fileprivate init(sequence: PageSequence, endpoint: Endpoint<Page>) {
      self.sequence = sequence
      self.endpoint = endpoint
    }

    /// The next page; `nil` behind the last one and after an error.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(APIError) -> Page? {
      guard let current = endpoint else { return nil }
      endpoint = nil
      let page = try await sequence.service.send(current, options: sequence.options)
      guard !sequence.paging.isEmpty(page) else { return nil }
      count += 1
      endpoint = try following(page, current)
      return page
    }

    private func following(_ page: Page, _ current: Endpoint<Page>) throws(APIError) -> Endpoint<Page>? {
      // A server whose last page links back to an earlier one would otherwise be asked for ever.
      guard count < PageSequence.limit else {
        let problem = "the list has more than \(PageSequence.limit) pages"
        throw APIError(operation: current.request.operation, reason: .invalidRequest(problem))
      }
      var following = current
      if let link = sequence.paging.next(page) {
        guard let query = RequestItem.query(of: link), query != current.request.query else {
          let problem = "the next page's link leads nowhere new"
          throw APIError(operation: current.request.operation, reason: .invalidRequest(problem))
        }
        following.request.query = query
        return following
      }
      guard !sequence.paging.isTold(page) else { return nil }
      let index = current.request.query.firstIndex { $0.name == sequence.paging.number }
      let number = index.flatMap { Int(current.request.query[$0].values.first ?? "") } ?? 1
      let item = RequestItem.item(sequence.paging.number, number + 1)
      if let index { following.request.query[index] = item } else { following.request.query.append(item) }
      return following
    }
  }
}
