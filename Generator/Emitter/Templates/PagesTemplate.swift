import TributaryLanguage

/// What a list has in addition to its method: a sequence of its items, which also gives access to its pages.
struct PagesTemplate {
  var endpoint: EndpointDeclaration
  var pages: PageDeclaration
  var page: TypeReference
  /// The signature of the list.
  var parameters: [String]
  /// The arguments that are passed on to the list.
  var arguments: [String]
  var service: String
  var symbols: Symbols
  /// The index of a query among the parameters.
  var query: Int?

  var code: Code {
    """
    /// The items of `\(endpoint.name)`, page after page, each requested on demand; `pages` returns whole pages.
    \(Code.deprecation(endpoint.deprecated))
    \(Code(PackedList(.parameters, "\(access)func \(name)(", signature + ["options: CallOptions = .default"], result)))
      \(Code(PackedList(.arguments, "ItemSequence(", sequence, ")")))
    }
    """
  }

  private var access: String { endpoint.access.modifier }

  private var name: String { ReservedWords.escape(EndpointDeclaration.pagesName(of: endpoint.name)) }

  private var result: String { ") -> ItemSequence<\(symbols.spelling(page)), \(itemType)> {" }

  /// The parameters; a query whose size the service takes has that of a page behind it.
  private var signature: [String] {
    var all = parameters
    if let query, endpoint.limitsRecords { all.insert("pageSize: Int = 100", at: query + 1) }
    return all
  }

  private var sequence: [PackedList.Item] {
    let paging = PackedList(.arguments, "paging: .\(way.name)(", way.arguments + endings, ")")
    guard query != nil else {
      return [
        .list(call(arguments)), .text("of: \(service)"), .text("options: options"), .list(paging),
        .text("items: { \(items) }"),
      ]
    }
    return [
      .text("query"), .text("pageSize: \(endpoint.limitsRecords ? "pageSize" : "nil")"), .text("of: \(service)"),
      .text("options: options"), .list(paging), .text("items: { \(items) }"),
      .text("endpoint: { \(call(arguments(forQuery: "$0")).oneLine) }"),
    ]
  }

  private func call(_ arguments: [String]) -> PackedList {
    PackedList(.arguments, "Self.\(ReservedWords.escapeMember(endpoint.name))(", arguments, ")")
  }

  /// The arguments for a page of a query.
  private func arguments(forQuery text: String) -> [String] {
    var all = arguments
    if let query { all[query] = text }
    return all
  }

  // MARK: How it continues

  /// The function that makes the paging, and its first arguments.
  private var way: (name: String, arguments: [String]) {
    switch pages.way {
    case .number(let parameter, let first, let next):
      let from = first == 1 ? [] : ["from: \(first)"]
      return ("number", [text(parameter)] + from + [count] + field("next", next))
    case .offset(let parameter, let next): return ("offset", [text(parameter), count] + field("next", next))
    case .cursor(let parameter, let next): return ("cursor", [text(parameter), count] + field("next", next))
    case .last(let parameter, let path, let names):
      return ("cursor", [text(parameter), count, "last: \(last(path, names))"])
    case .url: return ("url", pages.url.map { [text($0), count] } ?? [count])
    case .link(let relation): return ("link", [Escaping.literal(relation), count])
    }
  }

  /// What else shows how the list continues.
  private var endings: [String] {
    var parts: [String] = []
    if case .number = pages.way {
      parts += field("url", pages.url)
      if let indicator = pages.nextIndicator {
        parts.append("indicatesNext: { \(symbols.spelling(indicator, from: "$0")) != nil }")
      }
    }
    return parts + field("more", pages.more) + field("total", pages.total) + field("totalPages", pages.totalPages)
  }

  private func field(_ label: String, _ value: PageDeclaration.Value?) -> [String] {
    value.map { ["\(label): \(text($0))"] } ?? []
  }

  private func text(_ value: PageDeclaration.Value) -> String {
    switch value {
    case .header(let name): ".header(\(Escaping.literal(name)))"
    case .field(let path):
      ".\(path.type.wrapped == .scalar(.json) ? "json" : "value") { \(symbols.spelling(path, from: "$0")) }"
    }
  }

  private func text(_ parameter: PageDeclaration.Parameter) -> String {
    switch parameter {
    case .query(let name): Escaping.literal(name)
    case .body(let path): ".body(\(path.map(Escaping.literal).joined(separator: ", ")))"
    case .place(let place): ".\(place.rawValue)(\(queried))"
    }
  }

  /// What a query is for, and what it is wrapped in.
  private var queried: String {
    guard case .query(let model)? = endpoint.body else { return "" }
    let key = endpoint.bodyWrapper.map { ", in: \(Escaping.literal($0))" } ?? ""
    return "of: \(ReservedWords.escape(model)).self\(key)"
  }

  // MARK: Items

  private var isRecords: Bool { if case .records = pages.items.type.wrapped { true } else { false } }

  /// Whether an item can be null.
  private var hasGaps: Bool { if case .list(.optional) = pages.items.type.wrapped { true } else { false } }

  private var mayBeMissing: Bool { pages.items.steps.contains(where: \.isOptional) }

  /// What goes on from the list to a member: a chain that a step before made optional needs no other mark.
  private var chain: String { pages.items.steps.last?.isOptional ?? false ? "?." : "." }

  /// The list of a page, which may be missing.
  private var list: String { symbols.spelling(pages.items, from: "$0") }

  private var count: String {
    let property = isRecords ? "elementCount" : "count"
    return "count: { \(list)\(chain)\(property)\(mayBeMissing ? " ?? 0" : "") }"
  }

  private var items: String {
    guard let item = pages.item else {
      if isRecords { return "Array(\(mayBeMissing ? "\(list) ?? []" : list))" }
      return mayBeMissing ? "\(list) ?? []" : list
    }
    let isOptional = hasGaps || item.steps.contains(where: \.isOptional)
    let path = symbols.spelling(item, from: hasGaps ? "\\.?" : "\\")
    let mapped = "\(isOptional ? "compactMap" : "map")(\(path))"
    return "\(list)\(chain)\(mapped)\(mayBeMissing ? " ?? []" : "")"
  }

  /// The value of the last item, read from its JSON if the item does not decode.
  private func last(_ path: FieldPath, _ names: [String]) -> String {
    guard isRecords else {
      let last = "\(list)\(chain)last\(hasGaps ? " { $0 != nil }?" : "")"
      return ".value { \(symbols.spelling(path.steps[...], from: last, isOptional: true)) }"
    }
    let wire = names.map(Escaping.literal).joined(separator: ", ")
    return ".last(of: { \(list) }, \(wire)) { \(symbols.spelling(path, from: "$0")) }"
  }

  private var itemType: String {
    if let item = pages.item { return symbols.spelling(item.type.wrapped) }
    switch pages.items.type.wrapped {
    case .list(let element), .records(let element): return symbols.spelling(element)
    default: return symbols.spelling(pages.items.type)
    }
  }
}
