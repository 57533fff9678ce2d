/// The pages of a list, each requested on demand.
///
/// ```swift
/// for try await page in client.leads.all().pages { print(page.items.count) }
/// ```
///
/// How a list continues and where it ends is said by its ``Paging``. A response without content, such as 204, ends the
/// list; 304 is an error, since an unchanged page is not an empty one. A list that leads back to a page it has given, has
/// more than 100,000 pages, or 1,000 in a row without an item, ends with an error.
public struct PageSequence<Page: Sendable>: AsyncSequence, Sendable {
  /// The type of the elements.
  public typealias Element = Page
  /// The error that iteration can throw.
  public typealias Failure = APIError

  /// The maximum number of pages; a longer list ends with an error.
  package static var limit: Int { 100_000 }
  /// The maximum number of pages without items in a row.
  package static var emptyLimit: Int { 1000 }

  let service: ServiceClient
  /// The first request, or `nil` if the result is known to be empty.
  let first: Endpoint<Page?>?
  let paging: Paging<Page>
  let options: CallOptions
  /// The request that a step makes, for a query.
  var query: (@Sendable (PageStep) -> Endpoint<Page>?)?
  private var mark: PageMark?

  /// The pages of a list from its first one on.
  ///
  /// - Parameters:
  ///   - list: The request for the first page.
  ///   - service: The service to call.
  ///   - paging: How the list continues.
  ///   - options: The settings of each call.
  public init(
    _ list: Endpoint<Page>, of service: ServiceClient, paging: Paging<Page>, options: CallOptions = .default
  ) {
    self.init(optional: list.optional, of: service, paging: paging, options: options)
  }

  /// The pages of a list that may also respond without content.
  public init(
    _ list: Endpoint<Page?>, of service: ServiceClient, paging: Paging<Page>, options: CallOptions = .default
  ) {
    self.init(optional: list, of: service, paging: paging, options: options)
  }

  init(optional first: Endpoint<Page?>?, of service: ServiceClient, paging: Paging<Page>, options: CallOptions) {
    self.first = first
    self.service = service
    self.paging = paging
    self.options = options
  }

  /// The pages after a mark of the same list. The mark of another operation makes iterating throw.
  public func resumed(at mark: PageMark) -> Self {
    var sequence = self
    sequence.mark = mark
    return sequence
  }

  /// The pages, each with the mark after it.
  ///
  /// ```swift
  /// for try await page in client.leads.all().pages.marked { save(page.next) }
  /// ```
  public var marked: MarkedPages<Page> { MarkedPages(pages: self) }

  /// Begins at the first page, or after the mark.
  public func makeAsyncIterator() -> Iterator { Iterator(sequence: self, mark: mark) }

  /// Requests one page after another.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let sequence: PageSequence
    /// The next request, or `nil` after the last page.
    private var endpoint: Endpoint<Page?>?
    private var mark: PageMark?
    /// What leads on from the page given last.
    fileprivate private(set) var next: PageMark?
    private var pages = 0
    private var emptyPages = 0
    private var received = 0
    /// The requests sent so far, each as a hash.
    private var sent: Set<Int> = []
    private var previous: Int?

    fileprivate init(sequence: PageSequence, mark: PageMark?) {
      self.sequence = sequence
      self.mark = mark
      endpoint = sequence.first
    }

    /// The next page; `nil` after the last one and after an error.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(APIError) -> Page? {
      guard var current = endpoint else { return nil }
      endpoint = nil
      next = nil
      if let mark {
        self.mark = nil
        guard let resumed = try resume(current, at: mark) else { return nil }
        current = resumed
      }
      try check(current)
      let exchange = try await sequence.service.exchange(current, options: sequence.options)
      guard let page = exchange.value else {
        if exchange.response.status == 304 {
          throw error("the page has not changed, which says nothing about its items", current)
        }
        return nil
      }
      let count = sequence.paging.count(page)
      received += count
      emptyPages = count == 0 ? emptyPages + 1 : 0
      if count == 0, sequence.paging.endsAtEmptyPage { return nil }
      try checkRepetition(of: exchange.response, count, current)
      let context = PageContext(
        page: page, headers: exchange.response.headers, request: current.request, count: count, received: received)
      do throws(PageProblem) {
        guard let step = try sequence.paging.following(context) else { return page }
        next = PageMark(operation: current.request.operation, received: received, step: step)
        endpoint = try apply(step, to: current)
      } catch {
        throw self.error(error.text, current)
      }
      return page
    }

    private mutating func resume(_ first: Endpoint<Page?>, at mark: PageMark) throws(APIError) -> Endpoint<Page?>? {
      guard mark.operation == first.request.operation else {
        throw error("the mark belongs to \(mark.operation)", first)
      }
      received = mark.received
      do throws(PageProblem) { return try apply(mark.step, to: first) } catch { throw self.error(error.text, first) }
    }

    private func apply(_ step: PageStep, to current: Endpoint<Page?>) throws(PageProblem) -> Endpoint<Page?>? {
      var following = current
      switch step {
      case .records: return sequence.query?(step)?.optional
      case .query(let text):
        let secrets = sequence.service.authentication.queryNames
        following.request.follow(RequestItem.query(of: "?" + text) ?? [], without: secrets)
      case .parameter(let parameter, _) where sequence.query != nil && parameter.isInBody:
        return sequence.query?(step)?.optional
      case .parameter(let parameter, let value):
        if let problem = following.request.set(parameter, to: value) { throw PageProblem(text: problem) }
      }
      return following
    }

    /// Otherwise a list that leads back to an earlier page would be requested forever.
    private mutating func check(_ current: Endpoint<Page?>) throws(APIError) {
      pages += 1
      if pages > PageSequence.limit {
        throw error("the list has more than \(PageSequence.limit) pages", current)
      }
      var hasher = Hasher()
      hasher.combine(current.request.target)
      hasher.combine(current.request.body?.bytes)
      guard sent.insert(hasher.finalize()).inserted else {
        throw error("the service leads back to a page it has given", current)
      }
    }

    private mutating func checkRepetition(
      of response: HTTPResponse, _ count: Int, _ current: Endpoint<Page?>
    ) throws(APIError) {
      if emptyPages >= PageSequence.emptyLimit {
        throw error("the last \(PageSequence.emptyLimit) pages had no items", current)
      }
      guard sequence.paging.isCounting, count > 0 else { return }
      let content = response.body.hashValue
      if content == previous { throw error("the service returned the same page twice", current) }
      previous = content
    }

    private func error(_ problem: String, _ current: Endpoint<Page?>) -> APIError {
      APIError(operation: current.request.operation, reason: .invalidRequest(problem))
    }
  }
}

/// The pages of a list, each with the mark after it.
public struct MarkedPages<Page: Sendable>: AsyncSequence, Sendable {
  /// A page, and where the list goes on after it.
  public struct Element: Sendable {
    /// The page.
    public let page: Page
    /// The place after the page, or `nil` after the last one.
    public let next: PageMark?
  }
  /// The error that iteration can throw.
  public typealias Failure = APIError

  let pages: PageSequence<Page>

  /// Begins at the first page, or after the mark.
  public func makeAsyncIterator() -> Iterator { Iterator(pages: pages.makeAsyncIterator()) }

  /// Requests one page after another.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate var pages: PageSequence<Page>.Iterator

    /// The next page; `nil` after the last one and after an error.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(APIError) -> Element? {
      guard let page = try await pages.next(isolation: actor) else { return nil }
      return Element(page: page, next: pages.next)
    }
  }
}

extension Endpoint {
  /// The same call with an optional response, as lists that may respond without content have it.
  var optional: Endpoint<Response?> { replacing(responses.map { $0.map { $0 } }) }
}
