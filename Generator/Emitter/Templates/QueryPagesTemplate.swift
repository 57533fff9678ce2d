import TributaryLanguage

/// What an endpoint that takes a query has besides its method: all that the query asks for, as sequences.
struct QueryPagesTemplate {
  var endpoint: EndpointDeclaration
  /// The model whose records are asked for.
  var model: String
  /// What a page is: a list or `records`.
  var page: TypeReference
  /// The signature of the endpoint.
  var parameters: [String]
  /// What is passed on to the endpoint, the query not among it.
  var arguments: [String]
  /// Where the query stands among the arguments.
  var place: Int
  var service: String
  var symbols: Symbols

  var code: Code {
    """
    /// The pages of what a query asks for, each asked for when it is wanted; see `all`.
    \(declaration("pages", ") -> PageSequence<\(pageType)> {"))
      PageSequence(query, pageSize: pageSize, of: \(service), options: options) {
        \(call)
      }
    }

    /// Everything that a query asks for, page after page, up to the query's limit.
    ///
    /// Pages are cut by offset: where others write meanwhile, a record that moves over a page's edge is left out or
    /// comes twice. To miss none, synchronise.
    \(declaration("all", ") -> ItemSequence<\(pageType), \(ReservedWords.escape(model))> {"))
      \(Code(PackedList(.arguments, "ItemSequence(", [PackedList.Item.list(pages)], ") { Array($0) }")))
    }
    """
  }

  private func declaration(_ name: String, _ end: String) -> Code {
    var all = parameters
    all.insert("pageSize: Int = 100", at: place + 1)
    return Code(PackedList(.parameters, "public func \(name)(", all + ["options: CallOptions = .default"], end))
  }

  private var pageType: String { symbols.spelling(page) }

  private func arguments(query: String) -> [String] {
    var all = arguments
    all.insert(query, at: place)
    return all
  }

  private var call: Code {
    let function = "Self.\(ReservedWords.escapeMember(endpoint.name))("
    return Code(PackedList(.arguments, function, arguments(query: "$0"), ")"))
  }

  private var pages: PackedList {
    var all = arguments(query: "query")
    all.insert("pageSize: pageSize", at: place + 1)
    return PackedList(.arguments, "pages(", all + ["options: options"], ")")
  }
}
