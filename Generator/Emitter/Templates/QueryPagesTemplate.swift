import TributaryLanguage

/// What an endpoint that takes a query has in addition to its method: all results of the query, as a sequence.
struct QueryPagesTemplate {
  var endpoint: EndpointDeclaration
  /// The model whose records are queried.
  var model: String
  /// What a page is: a list or `records`.
  var page: TypeReference
  /// The signature of the endpoint.
  var parameters: [String]
  /// The arguments that are passed on to the endpoint, without the query.
  var arguments: [String]
  /// The index of the query among the arguments.
  var place: Int
  var service: String
  var symbols: Symbols

  var code: Code {
    """
    /// The results of a query, page after page, up to its limit; `pages` returns whole pages.
    ///
    /// Pages are cut by offset: if records are written meanwhile, one that crosses a page boundary is omitted or
    /// comes twice. To miss none, use a sync.
    \(Code(PackedList(.parameters, "\(access)func \(ReservedWords.escape(EndpointDeclaration.pagesName(of: endpoint.name)))(", pagedParameters + ["options: CallOptions = .default"], result)))
      let pages = PageSequence(query, pageSize: pageSize, of: \(service), options: options) {
        \(call)
      }
      return ItemSequence(pages) { Array($0) }
    }
    """
  }

  private var pagedParameters: [String] {
    var all = parameters
    all.insert("pageSize: Int = 100", at: place + 1)
    return all
  }

  private var access: String { endpoint.access.modifier }

  private var result: String { ") -> ItemSequence<\(pageType), \(ReservedWords.escape(model))> {" }

  private var pageType: String { symbols.spelling(page) }

  private var call: Code {
    var all = arguments
    all.insert("$0", at: place)
    return Code(PackedList(.arguments, "Self.\(ReservedWords.escapeMember(endpoint.name))(", all, ")"))
  }
}
