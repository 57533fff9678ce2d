/// How a list continues after each of its pages.
///
/// ```swift
/// let pages = PageSequence(
///   list, of: service, paging: .cursor("after", count: \.items.count, next: .value { $0.nextCursor }))
/// ```
///
/// Every way takes `count`, the number of items of a page, and may take what says that a list has ended: `more`, a flag
/// that decides alone; `total`, the number of items of all pages. An absent value, `null`, an empty text and `false`
/// mean the end. Where nothing else can tell, a page without items ends the list.
public struct Paging<Page: Sendable>: Sendable {
  /// The number of items of a page.
  let count: @Sendable (Page) -> Int
  /// What makes the request after a page.
  var following: @Sendable (PageContext<Page>) throws(PageProblem) -> PageStep?
  /// Whether pages are counted, so that the same content twice means that the parameter is ignored.
  var isCounting = false
  /// Whether a page without items ends the list, and is not given.
  var endsAtEmptyPage = false

  /// A parameter counts pages.
  ///
  /// - Parameters:
  ///   - parameter: The parameter.
  ///   - first: The number of the first page.
  ///   - count: The number of items of a page.
  ///   - next: The number of the next page, where pages give it.
  ///   - url: The URL of the next page, where pages have one.
  ///   - indicatesNext: Whether a page indicates if there is a next one. After other pages, pages are counted.
  ///   - more: Whether there is more.
  ///   - total: How many items there are.
  ///   - totalPages: How many pages there are.
  public static func number(
    _ parameter: PageParameter, from first: Int = 1, count: @escaping @Sendable (Page) -> Int,
    next: PageField<Page>? = nil, url: PageField<Page>? = nil, indicatesNext: (@Sendable (Page) -> Bool)? = nil,
    more: PageField<Page>? = nil, total: PageField<Page>? = nil, totalPages: PageField<Page>? = nil
  ) -> Self {
    let ending = PageEnding(more: more, total: total)
    var paging = Paging(count: count) { page throws(PageProblem) in
      let isMore = ending.more(page)
      if isMore == false { return nil }
      if let url {
        if let link = page[url], !link.isNothing { return .query(try page.query(of: link.text)) }
        guard indicatesNext?(page.page) == false else { return try page.end(isMore) }
      }
      if let next { return try page.step(parameter, page[next], isMore) }
      let number = page.request.value(of: parameter).flatMap { Int($0) } ?? first
      if isMore == nil {
        if let pages = totalPages.flatMap({ page[$0]?.number }), number - first + 1 >= pages { return nil }
        if ending.isTotalReached(page, received: page.received) { return nil }
      }
      return .parameter(parameter, PageValue(number.addingReportingOverflow(1).partialValue))
    }
    paging.isCounting = next == nil && url == nil
    paging.endsAtEmptyPage = next == nil && more == nil && (url == nil || indicatesNext != nil)
    return paging
  }

  /// A parameter counts items.
  ///
  /// - Parameters:
  ///   - parameter: The parameter.
  ///   - count: The number of items of a page.
  ///   - next: The offset of the next page, where pages give it.
  ///   - more: Whether there is more.
  ///   - total: How many items there are.
  public static func offset(
    _ parameter: PageParameter, count: @escaping @Sendable (Page) -> Int, next: PageField<Page>? = nil,
    more: PageField<Page>? = nil, total: PageField<Page>? = nil
  ) -> Self {
    let ending = PageEnding(more: more, total: total)
    var paging = Paging(count: count) { page throws(PageProblem) in
      let isMore = ending.more(page)
      if isMore == false { return nil }
      if let next { return try page.step(parameter, page[next], isMore) }
      let offset = page.request.value(of: parameter).flatMap { Int($0) } ?? 0
      let (following, overflow) = offset.addingReportingOverflow(page.count)
      if overflow || isMore == nil && ending.isTotalReached(page, received: following) { return nil }
      return .parameter(parameter, PageValue(following))
    }
    paging.isCounting = next == nil
    paging.endsAtEmptyPage = next == nil && more == nil
    return paging
  }

  /// A parameter takes a value that each page gives for the next one.
  ///
  /// - Parameters:
  ///   - parameter: The parameter.
  ///   - count: The number of items of a page.
  ///   - next: The value.
  ///   - more: Whether there is more.
  ///   - total: How many items there are.
  public static func cursor(
    _ parameter: PageParameter, count: @escaping @Sendable (Page) -> Int, next: PageField<Page>,
    more: PageField<Page>? = nil, total: PageField<Page>? = nil
  ) -> Self {
    let ending = PageEnding(more: more, total: total)
    return Paging(count: count) { page throws(PageProblem) in
      let isMore = ending.more(page)
      if isMore == false || isMore == nil && ending.isTotalReached(page, received: page.received) { return nil }
      return try page.step(parameter, page[next], isMore)
    }
  }

  /// A parameter takes a value of the last item of the page before.
  ///
  /// - Parameters:
  ///   - parameter: The parameter.
  ///   - count: The number of items of a page.
  ///   - last: The value of the last item.
  ///   - more: Whether there is more.
  ///   - total: How many items there are.
  public static func cursor(
    _ parameter: PageParameter, count: @escaping @Sendable (Page) -> Int, last: PageField<Page>,
    more: PageField<Page>? = nil, total: PageField<Page>? = nil
  ) -> Self {
    var paging = cursor(parameter, count: count, next: last, more: more, total: total)
    paging.endsAtEmptyPage = more == nil
    return paging
  }

  /// Each page gives the URL of the next one. Only its query is used: host and path stay those of the first request.
  ///
  /// - Parameters:
  ///   - url: The URL, absolute or relative.
  ///   - count: The number of items of a page.
  ///   - more: Whether there is more.
  ///   - total: How many items there are.
  public static func url(
    _ url: PageField<Page>, count: @escaping @Sendable (Page) -> Int, more: PageField<Page>? = nil,
    total: PageField<Page>? = nil
  ) -> Self {
    linked(count, more, total) { page in page[url].flatMap { $0.isNothing ? nil : $0.text } }
  }

  /// The `Link` header field of each response leads to the next page. Only the link's query is used.
  ///
  /// - Parameters:
  ///   - relation: The link's relation: `next`.
  ///   - count: The number of items of a page.
  ///   - more: Whether there is more.
  ///   - total: How many items there are.
  public static func link(
    _ relation: String, count: @escaping @Sendable (Page) -> Int, more: PageField<Page>? = nil,
    total: PageField<Page>? = nil
  ) -> Self {
    linked(count, more, total) { LinkHeader.url(of: relation, in: $0.headers) }
  }

  private static func linked(
    _ count: @escaping @Sendable (Page) -> Int, _ more: PageField<Page>?, _ total: PageField<Page>?,
    _ link: @escaping @Sendable (PageContext<Page>) -> String?
  ) -> Self {
    let ending = PageEnding(more: more, total: total)
    return Paging(count: count) { page throws(PageProblem) in
      let isMore = ending.more(page)
      if isMore == false || isMore == nil && ending.isTotalReached(page, received: page.received) { return nil }
      guard let link = link(page) else { return try page.end(isMore) }
      return .query(try page.query(of: link))
    }
  }
}

/// What says that a list has ended.
private struct PageEnding<Page: Sendable>: Sendable {
  var more: PageField<Page>?
  var total: PageField<Page>?

  /// Whether there is more, or `nil` where no flag decides. An absent flag says no.
  func more(_ page: PageContext<Page>) -> Bool? {
    more.map { more in page[more].map { !$0.isNothing && $0.text != "0" } ?? false }
  }

  func isTotalReached(_ page: PageContext<Page>, received: Int) -> Bool {
    total.flatMap { page[$0]?.number }.map { received >= $0 } ?? false
  }
}

/// Why a list cannot continue.
struct PageProblem: Error {
  var text: String
}

/// A page, and what led to it.
struct PageContext<Page: Sendable> {
  let page: Page
  let headers: HTTPHeaders
  let request: EndpointRequest
  /// The number of items of the page.
  let count: Int
  /// The number of items so far, those of the page included.
  let received: Int

  subscript(field: PageField<Page>) -> PageValue? { field.read(page, headers) }

  /// The step that a page's own value makes; `nil` at the end.
  func step(_ parameter: PageParameter, _ value: PageValue?, _ isMore: Bool?) throws(PageProblem) -> PageStep? {
    guard let value, !value.isNothing else { return try end(isMore) }
    // Services whose position is always there give the same one once nothing is new.
    if count == 0, request.value(of: parameter) == value.text { return nil }
    return .parameter(parameter, value)
  }

  /// The end, unless the page says that there is more.
  func end(_ isMore: Bool?) throws(PageProblem) -> PageStep? {
    guard isMore == true else { return nil }
    throw PageProblem(text: "the page says that there is more, but not where")
  }

  /// The query of a link.
  func query(of link: String) throws(PageProblem) -> String {
    guard let items = RequestItem.query(of: link), !items.isEmpty else {
      throw PageProblem(text: "the next page's link does not lead to a new page")
    }
    return items.compactMap(\.encoded).joined(separator: "&")
  }
}
