import TributaryJSON

/// Whether and how a list continues, as it is written.
enum ParsedPaging: Sendable {
  /// `false`: it comes whole.
  case whole(Location)
  /// `true`: as `api.json` says.
  case asEverywhere(Location)
  case own(ParsedPages)
}

/// How lists continue, as it is written.
struct ParsedPages: Sendable {
  /// What makes the next request from a page.
  enum Way: String, Sendable, CaseIterable {
    /// A parameter counts pages.
    case number
    /// A parameter counts items.
    case offset
    /// A parameter takes a value of the page before.
    case cursor
    /// A page holds the URL of the next one.
    case url
    /// A header field links to the next one.
    case link
  }

  /// Its position.
  var location: Location
  /// The way, or `nil` if none could be read.
  var way: Way?
  /// What the key of the way names: the parameter, or the link.
  var parameter: Located<String>?
  /// The path to the URL.
  var url: ParsedFieldPath?
  /// The number of the first page.
  var from: Int?
  /// The path to the items, or `nil` where the response is the list.
  var items: ParsedFieldPath?
  var item: ParsedFieldPath?
  /// The value of the parameter after a page.
  var next: ParsedFieldPath?
  /// The path from the last item to that value.
  var last: ParsedFieldPath?
  /// The path to a field that is present only if the page indicates whether there is a next one.
  var nextIndicator: ParsedFieldPath?
  /// The flag that says whether there is more.
  var more: ParsedFieldPath?
  /// How many items all pages have together.
  var total: ParsedFieldPath?
  var totalPages: ParsedFieldPath?
  /// The place in a query that changes from page to page, where that is what they are pages of.
  var place: QueryPlace?
}

extension FileReader {
  private static let pageKeys =
    ParsedPages.Way.allCases.map(\.rawValue) + [
      "from", "items", "item", "next", "last", "told", "more", "total", "totalPages",
    ]

  /// Reads `true`, `false` or how a list continues.
  mutating func paging(_ node: JSONNode) -> ParsedPaging? {
    if case .bool(let isPaged) = node.kind {
      return isPaged ? .asEverywhere(location(node.offset)) : .whole(location(node.offset))
    }
    guard case .object = node.kind else {
      mismatch(node, expected: "true, false or an object", "\"pages\"")
      return nil
    }
    return pages(node).map { .own($0) }
  }

  /// Reads how a list continues.
  mutating func pages(_ node: JSONNode) -> ParsedPages? {
    guard let parts = parts(of: node, "\"pages\"", keys: Self.pageKeys) else { return nil }
    var pages = ParsedPages(location: location(node.offset))
    pages.items = fieldPath(parts["items"], "\"items\"")
    pages.item = fieldPath(parts["item"], "\"item\"")
    pages.next = fieldPath(parts["next"], "\"next\"")
    pages.last = fieldPath(parts["last"], "\"last\"")
    pages.nextIndicator = fieldPath(parts["told"], "\"told\"")
    pages.more = fieldPath(parts["more"], "\"more\"")
    pages.total = fieldPath(parts["total"], "\"total\"")
    pages.totalPages = fieldPath(parts["totalPages"], "\"totalPages\"")
    readWay(parts, &pages)
    return pages
  }

  /// Reads how answers to queries go on. The parameter is a place in what the query becomes.
  mutating func queryPages(_ node: JSONNode) -> ParsedPages? {
    let ways = ParsedPages.Way.allCases.map(\.rawValue).filter { $0 != "offset" }
    let place = "what changes from page to page is \"{cursor}\" or \"{offset}\" in \"wire\""
    var strays = Dictionary(uniqueKeysWithValues: (ways + ["from", "told", "totalPages"]).map { ($0, place) })
    for key in ["limit", "offset"] {
      strays[key] = "\"limit\" and \"offset\" are places in \"queries.wire\" now: \"numRecords\": \"{limit}\""
    }
    let keys = ["items", "item", "next", "last", "more", "total"]
    guard let parts = parts(of: node, "\"pages\" of queries", keys: keys, strays: strays), !parts.hasUnknownKeys else {
      return nil
    }
    var pages = ParsedPages(location: location(node.offset))
    pages.items = fieldPath(parts["items"], "\"items\"")
    pages.item = fieldPath(parts["item"], "\"item\"")
    pages.next = fieldPath(parts["next"], "\"next\"")
    pages.last = fieldPath(parts["last"], "\"last\"")
    pages.more = fieldPath(parts["more"], "\"more\"")
    pages.total = fieldPath(parts["total"], "\"total\"")
    if let last = parts["last"], parts["next"] != nil {
      findings.error(
        "\"next\" and \"last\" both say what comes after a page", at: location(last.offset), advice: "keep one of them")
    }
    return pages
  }

  private mutating func readWay(_ parts: ObjectParts, _ pages: inout ParsedPages) {
    let ways = ParsedPages.Way.allCases.filter { parts[$0.rawValue] != nil }
    // A list with numbered pages may give the URL of the next one as well.
    let isBoth = ways == [.number, .url]
    guard let way = ways.first, ways.count == 1 || isBoth else {
      if ways.isEmpty, !parts.hasUnknownKeys {
        findings.error(
          "\"pages\" does not say how the list goes on; give it \"number\", \"offset\", \"cursor\", \"url\" or \"link\"",
          at: pages.location)
      } else if ways.count > 1 {
        findings.error(
          "\"pages\" says \(listed(ways.map(\.rawValue), by: "and")); a list goes on in one way", at: pages.location,
          advice: "keep one of them")
      }
      return
    }
    pages.way = way
    if way != .url { pages.parameter = key(parts[way.rawValue], way.rawValue.quoted, such: way.example) }
    pages.url = fieldPath(parts["url"], "\"url\"")
    if let node = parts["from"] {
      if case .number(let number) = node.kind, let from = number.int, from == 0 || from == 1 {
        pages.from = from
      } else {
        mismatch(node, expected: "0 or 1", "\"from\"")
      }
    }
    reportStrays(parts, of: pages)
  }

  /// Reports keys that the way has no use for.
  private mutating func reportStrays(_ parts: ObjectParts, of pages: ParsedPages) {
    guard let way = pages.way else { return }
    let uses: [(key: String, isUsed: Bool, advice: String)] = [
      ("from", way == .number, "it is the number of the first page"),
      ("next", [.number, .offset, .cursor].contains(way), "the URL of the next page is \"url\""),
      ("last", way == .cursor, "it is what a \"cursor\" takes from the last item"),
      ("told", pages.url != nil, "it marks the pages that have a \"url\""),
      ("totalPages", way == .number, "it belongs to \"number\""),
    ]
    for use in uses where !use.isUsed {
      guard let node = parts[use.key] else { continue }
      findings.error(
        "\(use.key.quoted) has no use beside \(way.rawValue.quoted)", at: location(node.offset), advice: use.advice)
    }
    guard way == .cursor else { return }
    if parts.lacks("next"), parts.lacks("last") {
      findings.error("\"cursor\" needs \"next\" or \"last\", which say what comes after a page", at: pages.location)
    } else if let last = parts["last"], parts["next"] != nil {
      findings.error(
        "\"next\" and \"last\" both say what comes after a page", at: location(last.offset), advice: "keep one of them")
    }
  }
}

extension ParsedPages.Way {
  fileprivate var example: String {
    switch self {
    case .number: "page"
    case .offset: "offset"
    case .cursor: "starting_after"
    case .url: "meta.next"
    case .link: "next"
    }
  }
}
