import Tributary
import TributaryJSON

/// What a filter on articles means, said once more on trees and in the plainest way: it shares no code with the one
/// that is tested, but for how instants and numbers compare.
struct PlainEvaluation {
  let record: JSONValue

  func matches(_ filter: JSONValue) -> Bool {
    let parts = filter["subclauses"]?.array ?? []
    switch filter["type"]?.string {
    case "and": return parts.allSatisfy(matches)
    case "or": return parts.contains(where: matches)
    case "remoteId":
      guard let known = record["ids"]?[filter["connectionId"]?.string ?? ""]?.string else { return false }
      return Array(known.utf8) == Array((filter["remoteId"]?.string ?? "").utf8)
    default: break
    }
    guard let sign = sign(filter["field"]?.string ?? "", filter["value"]?["value"]?.string ?? "") else { return false }
    switch filter["type"]?.string {
    case "eq": return sign == 0
    case "isnt": return sign != 0
    case "gt": return sign > 0
    case "from": return sign >= 0
    case "below": return sign < 0
    case "upto": return sign <= 0
    default: return false
    }
  }

  /// How the record's value stands to a filter's; `nil` when it has none of that kind.
  private func sign(_ field: String, _ text: String) -> Int? {
    switch field {
    case "title": record["title"]?.string.map { order(Array($0.utf8), Array(text.utf8)) }
    case "city": record["place"]?["city"]?.string.map { order(Array($0.utf8), Array(text.utf8)) }
    case "changed":
      record["changed"]?.string.flatMap { Timestamp($0) }.flatMap { own in
        Timestamp(text).map { own < $0 ? -1 : own == $0 ? 0 : 1 }
      }
    case "active": record["active"]?.bool.map { ($0 ? 1 : 0) - (text == "true" ? 1 : 0) }
    default:
      number(record[field]).flatMap { own in
        JSONNumber(text: text).map { own == $0 ? 0 : own < $0 ? -1 : 1 }
      }
    }
  }

  private func number(_ value: JSONValue?) -> JSONNumber? { value?.number ?? value?.string.flatMap(JSONNumber.init) }

  private func order(_ left: [UInt8], _ right: [UInt8]) -> Int {
    for (own, other) in zip(left, right) where own != other { return own < other ? -1 : 1 }
    return left.count - right.count
  }
}

extension Filter {
  /// The wire form as a tree, read back from its JSON.
  var wire: JSONValue {
    let limits = JSONLimits(depth: JSONLimits.greatestDepth)
    return (try? JSONReader.read(JSONValue.self, from: JSONWriter.bytes(of: self), limits: limits)) ?? .null
  }
}
