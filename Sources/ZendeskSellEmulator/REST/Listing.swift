import Tributary
import TributaryEmulator
import TributaryJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A page of a list: filtered, in order, with links.
struct Listing {
  let resource: Resource
  let parent: Int?
  let target: RequestTarget
  /// The scheme and the host of the request, for links.
  let root: String

  private static let common: Set<String> = ["page", "per_page", "sort_by", "ids", "includes"]

  func response(in state: inout SellState) throws(Refusal) -> SellResponse {
    let perPage = try number("per_page", 25, in: 1...100)
    let page = try number("page", 1, in: 1...1_000_000)
    let ids = try matches(in: &state, needsFilter: false)
    let start = min((page - 1) * perPage, ids.count)
    let shown = ids[start..<min(start + perPage, ids.count)]
    let items = shown.compactMap { state.database.record(resource.type, $0) }.map(resource.envelope)
    var links: JSONFields = ["self": .string(link(page, perPage))]
    if page > 1 {
      links["first_page"] = .string(link(1, perPage))
      links["prev_page"] = .string(link(page - 1, perPage))
    }
    if start + perPage < ids.count { links["next_page"] = .string(link(page + 1, perPage)) }
    return .json(
      200,
      [
        "items": .array(items),
        "meta": ["type": "collection", "count": .number(JSONNumber(items.count)), "links": .object(links)],
      ])
  }

  /// The identifiers of all records that the parameters name, in order.
  ///
  /// The last lists are remembered, so that reading one page by page does not sort it for each page.
  func matches(in state: inout SellState, needsFilter: Bool) throws(Refusal) -> [Int] {
    let rules = try filters(strict: state.behavior.refusesUnknownParameters)
    if needsFilter, rules.isEmpty {
      throw .parameter("filter", "at least one parameter must identify the resource")
    }
    let sort = try order()
    let collection = state.database.collections[resource.type] ?? SellCollection()
    let query = target.query.filter { $0.key != "page" && $0.key != "per_page" }.sorted { $0.key < $1.key }
    let key = "\(resource.path) \(parent ?? 0) \(query.map { "\($0.key)=\($0.value)" })"
    if let known = state.lists.find(key, version: collection.version) { return known }
    let all = parent.map { collection.children[$0] ?? [] } ?? collection.ids
    var found: [(id: Int, key: SortKey)] = []
    for id in all {
      if rules.isEmpty, sort == .byIdentifier, resource.side == .any {
        found.append((id, .nothing))
        continue
      }
      guard let fields = state.database.fields(resource.type, id), resource.shows(fields),
        rules.allSatisfy({ $0.accepts(fields) })
      else { continue }
      let value = sort.isCustom ? fields["custom_fields"]?[sort.field] : fields[sort.field]
      found.append((id, SortKey(value)))
    }
    if sort != .byIdentifier {
      found.sort { left, right in
        if left.key == right.key { return left.id < right.id }
        return sort.isDescending ? right.key < left.key : left.key < right.key
      }
    }
    let ids = found.map(\.id)
    state.lists.remember(key, version: collection.version, ids)
    return ids
  }

  private func order() throws(Refusal) -> Sort {
    guard let text = target.query["sort_by"] else { return resource.sort }
    guard !resource.isSortFixed, let sort = Sort(text),
      sort.isCustom
        ? resource.filters.contains("custom_fields") : sort.field == "id" || resource.field(sort.field) != nil
    else { throw .parameter("sort_by", "given: \(text)") }
    return sort
  }

  private func filters(strict: Bool) throws(Refusal) -> [SellFilter] {
    var rules: [SellFilter] = []
    for (name, value) in target.query where name == "ids" || !Self.common.contains(name) {
      let base = name.hasPrefix("custom_fields[") ? "custom_fields" : name
      guard name == "ids" || resource.filters.contains(base) else {
        if strict { throw .parameter(name, "it is unknown here") }
        continue
      }
      guard let rule = SellFilter(name, value, in: resource) else { throw .parameter(name, "given: \(value)") }
      rules.append(rule)
    }
    return rules
  }

  private func number(_ name: String, _ standard: Int, in range: ClosedRange<Int>) throws(Refusal) -> Int {
    guard let text = target.query[name] else { return standard }
    guard let number = Int(text), range.contains(number) else {
      throw .parameter(name, "must be between \(range.lowerBound) and \(range.upperBound), given: \(text)")
    }
    return number
  }

  private func link(_ page: Int, _ perPage: Int) -> String {
    var query = target.query
    query["page"] = String(page)
    query["per_page"] = String(perPage)
    let pairs = query.sorted { $0.key < $1.key }.map { "\(Self.escaped($0.key))=\(Self.escaped($0.value))" }
    return "\(root)/\(target.path.map(Self.escaped).joined(separator: "/"))?\(pairs.joined(separator: "&"))"
  }

  private static func escaped(_ text: String) -> String { PercentEncoding.encode(text) }
}

/// The sort key of a list: numbers come before text, and missing values come last.
enum SortKey: Comparable {
  case number(Double)
  case text(String)
  case nothing

  init(_ value: JSONValue?) {
    switch value {
    case .number(let number): self = .number(number.double)
    case .string(let text): self = .text(text)
    case .bool(let flag): self = .number(flag ? 1 : 0)
    default: self = .nothing
    }
  }
}
