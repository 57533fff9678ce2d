import TributaryEmulator
import TributaryJSON

/// The result of one query of a batch.
struct SearchPage {
  let query: SearchQuery

  func response(in state: inout SellState) -> JSONValue {
    let ids = matches(in: &state)
    let database = state.database
    let start =
      switch query.start {
      case .skipping(let count): min(count, ids.count)
      case .after(let cursor): firstPlace(after: cursor, in: ids, database)
      }
    let shown = query.showsHits ? ids[start..<min(start + query.perPage, ids.count)] : []
    let documents = shown.compactMap { document($0, in: database) }
    var links: JSONFields = [:]
    if let last = documents.last, start + shown.count < ids.count {
      links["next_page"] = .string(SearchCursor.text(last, in: query))
    }
    var meta: JSONFields = [:]
    if !query.aggregations.isEmpty { meta["aggregations"] = aggregations(of: ids, in: database) }
    meta["count"] = .number(JSONNumber(documents.count))
    meta["http_status"] = .string("200 \(Reason.phrase(200))")
    meta["links"] = .object(links)
    meta["total_count"] = .number(JSONNumber(ids.count))
    return ["successful": true, "items": .array(documents.map(item)), "meta": .object(meta)]
  }

  /// The result of a query that cannot be run. That an item of a batch fails by itself follows from `successful` and
  /// `http_status`; that its errors have the form of the error envelope is our choice.
  static func failure(_ refusal: Refusal) -> JSONValue {
    [
      "successful": false, "items": [], "errors": refusal.body(reference: "")["errors"] ?? [],
      "meta": ["http_status": .string("\(refusal.status) \(Reason.phrase(refusal.status))")],
    ]
  }

  private func document(_ id: Int, in database: Database) -> SearchDocument? {
    database.record(query.resource.type, id).map { SearchDocument($0, in: database) }
  }

  /// The identifiers of all records that match, in order.
  ///
  /// The last lists are remembered, so that reading one page by page does not sort it for each page.
  private func matches(in state: inout SellState) -> [Int] {
    let type = query.resource.type
    let key = "search \(type) \(query.identity)"
    // A record shows names of others, so that any change may concern it.
    let version = state.database.lastSequence
    if let known = state.lists.find(key, version: version) { return known }
    var found: [SearchCursor] = []
    for id in state.database.ids(type) {
      guard let document = document(id, in: state.database), query.filter?.accepts(document) ?? true else { continue }
      found.append(SearchCursor(document, in: query.order))
    }
    found.sort { $0.precedes($1, in: query.order) }
    let ids = found.map(\.id)
    state.lists.remember(key, version: version, ids)
    return ids
  }

  /// The index of the first record after a place in the order, whether the record of that place is still there or not.
  private func firstPlace(after cursor: SearchCursor, in ids: [Int], _ database: Database) -> Int {
    var lower = 0
    var upper = ids.count
    while lower < upper {
      let middle = (lower + upper) / 2
      let isAfter = document(ids[middle], in: database).map {
        cursor.precedes(SearchCursor($0, in: query.order), in: query.order)
      }
      if isAfter ?? false { upper = middle } else { lower = middle + 1 }
    }
    return lower
  }

  private func item(_ document: SearchDocument) -> JSONValue {
    [
      "data": show(query.projection.map { $0.names[...] }, of: document, under: []),
      "meta": [
        "type": .string(query.resource.type), "version": .number(JSONNumber(document.record.version)),
      ],
    ]
  }

  /// An object with the attributes that are asked for. One that is nested is shown in its object.
  private func show(
    _ paths: [ArraySlice<String>], of document: SearchDocument, under names: [String]
  ) -> JSONValue {
    var fields: JSONFields = [:]
    for path in paths {
      guard let name = path.first, fields[name] == nil else { continue }
      let rest = paths.filter { $0.first == name }.map { $0.dropFirst() }
      let isWhole = rest.contains { $0.isEmpty } || document.value(at: names + [name]).isNull
      fields[name] =
        isWhole
        ? document.value(at: names + [name]) : show(rest, of: document, under: names + [name])
    }
    return .object(fields)
  }

  private func aggregations(of ids: [Int], in database: Database) -> JSONValue {
    let documents = ids.compactMap { document($0, in: database) }
    var results: JSONFields = [:]
    for aggregation in query.aggregations {
      let numbers = documents.compactMap { $0.value(at: aggregation.path.names).double }
      let result: Double? =
        switch aggregation.kind {
        case "max": numbers.max()
        case "min": numbers.min()
        default: numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
        }
      var fields = results[aggregation.name]?.object ?? [:]
      fields[aggregation.kind] = result.flatMap { JSONNumber($0) }.map { .number($0) } ?? .null
      results[aggregation.name] = .object(fields)
    }
    return .object(results)
  }
}
