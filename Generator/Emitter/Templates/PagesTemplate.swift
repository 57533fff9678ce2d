import TributaryLanguage

/// What a list has in addition to its method: a sequence of its items, which also gives access to its pages.
struct PagesTemplate {
  var endpoint: EndpointDeclaration
  var pages: PageDeclaration
  var page: TypeReference
  /// The signature of the list.
  var parameters: [String]
  /// What is passed on to the list.
  var arguments: [String]
  var service: String
  var symbols: Symbols

  var code: Code {
    """
    /// The items of `\(endpoint.name)`, page after page, each requested on demand; `pages` returns whole pages.
    \(Code(PackedList(.parameters, "\(access)func all(", parameters + ["options: CallOptions = .default"], result)))
      \(Code(PackedList(.arguments, "ItemSequence(", sequence, ")")))
    }
    """
  }

  private var access: String { endpoint.access.modifier }

  private var result: String { ") -> ItemSequence<\(pageType), \(itemType)> {" }

  private var sequence: [PackedList.Item] {
    [.list(call), .text("of: \(service)"), .text("options: options")]
      + (paging + ["items: { \(items) }"]).map { .text($0) }
  }

  private var pageType: String { symbols.spelling(page) }

  private var call: PackedList {
    PackedList(.arguments, "Self.\(ReservedWords.escapeMember(endpoint.name))(", arguments, ")")
  }

  private var paging: [String] {
    var parts = ["number: \(Escaping.literal(pages.number))", "isEmpty: { \(isEmpty) }"]
    if let next = pages.next { parts.append("next: { \(symbols.spelling(next, from: "$0")) }") }
    if let indicator = pages.nextIndicator {
      parts.append("indicatesNext: { \(symbols.spelling(indicator, from: "$0")) != nil }")
    }
    return parts
  }

  private var list: String { symbols.spelling(pages.items, from: "$0") }

  private var isEmpty: String {
    if case .records = pages.items.type { return "\(list).elementCount == 0" }
    return "\(list).isEmpty"
  }

  private var items: String {
    guard let item = pages.item else {
      if case .records = pages.items.type { return "Array(\(list))" }
      return list
    }
    let isOptional = item.steps.contains(where: \.isOptional)
    return "\(list).\(isOptional ? "compactMap" : "map")(\(symbols.spelling(item, from: "\\")))"
  }

  private var itemType: String {
    if let item = pages.item { return symbols.spelling(item.type.wrapped) }
    switch pages.items.type {
    case .list(let element), .records(let element): return symbols.spelling(element)
    default: return symbols.spelling(pages.items.type)
    }
  }
}
