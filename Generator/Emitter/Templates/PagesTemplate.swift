import TributaryLanguage

/// What a list has besides its method: its pages and its items as sequences.
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
    /// The pages of `\(endpoint.name)`, each asked for when it is wanted.
    \(declaration("pages", ") -> PageSequence<\(pageType)> {"))
      \(Code(PackedList(.arguments, "PageSequence(", [.list(call), .text("of: \(service)"), .list(paging), .text("options: options")], ")")))
    }

    /// The items of `\(endpoint.name)`, page after page.
    \(declaration("all", ") -> ItemSequence<\(pageType), \(itemType)> {"))
      \(Code(PackedList(.arguments, "ItemSequence(", [PackedList.Item.list(PackedList(.arguments, "pages(", arguments + ["options: options"], ")"))], ") { \(items) }")))
    }
    """
  }

  private func declaration(_ name: String, _ end: String) -> Code {
    Code(PackedList(.parameters, "public func \(name)(", parameters + ["options: CallOptions = .default"], end))
  }

  private var pageType: String { symbols.spelling(page) }

  private var call: PackedList {
    PackedList(.arguments, "Self.\(ReservedWords.escapeMember(endpoint.name))(", arguments, ")")
  }

  private var paging: PackedList {
    var parts = ["number: \(Escaping.literal(pages.number))", "isEmpty: { \(isEmpty) }"]
    if let next = pages.next { parts.append("next: { \(symbols.spelling(next, from: "$0")) }") }
    if let told = pages.told { parts.append("isTold: { \(symbols.spelling(told, from: "$0")) != nil }") }
    return PackedList(.arguments, "paging: PageSequence.Paging(", parts, ")")
  }

  private var list: String { symbols.spelling(pages.items, from: "$0") }

  private var isEmpty: String {
    if case .records = pages.items.type { return "\(list).elementCount == 0" }
    return "\(list).isEmpty"
  }

  private var items: String {
    guard let item = pages.item else { return "Array(\(list))" }
    let isOptional = item.steps.contains(where: \.isOptional)
    return "\(list).\(isOptional ? "compactMap" : "map") { \(symbols.spelling(item, from: "$0")) }"
  }

  private var itemType: String {
    if let item = pages.item { return symbols.spelling(item.type.wrapped) }
    switch pages.items.type {
    case .list(let element), .records(let element): return symbols.spelling(element)
    default: return symbols.spelling(pages.items.type)
    }
  }
}
