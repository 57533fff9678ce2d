import Tributary
import TributaryJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The place of a record in the order of a query: what it is sorted by, and its identifier where that is equal.
struct SearchCursor: Sendable {
  let keys: [SearchValue?]
  let id: Int

  init(keys: [SearchValue?], id: Int) {
    self.keys = keys
    self.id = id
  }

  /// Where a record stands.
  init(_ document: SearchDocument, in order: [SearchQuery.Step]) {
    self.init(keys: order.map { document.values(at: $0.path).first }, id: document.record.id)
  }

  /// Whether this place comes before another one. A record without a value comes last in either direction, and
  /// identifiers ascend where nothing else decides; neither is documented.
  func precedes(_ other: SearchCursor, in order: [SearchQuery.Step]) -> Bool {
    for (index, step) in order.enumerated() {
      switch (keys[index], other.keys[index]) {
      case (nil, nil): continue
      case (nil, _?): return false
      case (_?, nil): return true
      case (let left?, let right?):
        guard let sign = left.compared(to: right), sign != 0 else { continue }
        return (sign < 0) != step.isDescending
      }
    }
    return id < other.id
  }
}

// The text of a cursor. In the documentation's example it is Base64 of a JSON list that ends with a type and an
// identifier; this one also has a number for its query.
extension SearchCursor {
  /// Reads a cursor; `nil` if it is not one, or of another query.
  init?(_ text: String, of query: SearchQuery) {
    guard let data = Data(base64Encoded: text),
      let parts = (try? JSONReader.read(JSONValue.self, from: SharedBytes(Array(data))))?.array,
      parts.count == query.order.count + 2, parts[1].string == Self.number(of: query),
      let words = parts[0].string?.split(separator: "#"), words.count == 2, words[0] == query.resource.type,
      let id = Int(words[1])
    else { return nil }
    var keys: [SearchValue?] = []
    for (part, step) in zip(parts.dropFirst(2), query.order) {
      let key = SearchValue(stored: part, as: step.path.kind)
      guard part.isNull || key != nil else { return nil }
      keys.append(key)
    }
    self.init(keys: keys, id: id)
  }

  /// The text of the place of a record.
  static func text(_ document: SearchDocument, in query: SearchQuery) -> String {
    var parts: [JSONValue] = [
      .string("\(query.resource.type)#\(document.record.id)"), .string(number(of: query)),
    ]
    for step in query.order {
      let value = document.value(at: step.path.names)
      parts.append(SearchValue(stored: value, as: step.path.kind) == nil ? .null : value)
    }
    return Data(JSONWriter.bytes(of: JSONValue.array(parts)).array).base64EncodedString()
  }

  /// A number for the filter and the order of a query, by FNV-1a.
  private static func number(of query: SearchQuery) -> String {
    String(
      query.identity.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 16)
  }
}
