import TributaryJSON

/// One parameter that filters a list.
struct SellFilter: Sendable {
  private enum Rule: Sendable {
    case identifiers(Set<Int>)
    case equal([String], JSONValue)
    case equalText([String], String)
    case contains(Int)
    case anyOf(String, Set<String>)
    case fullText(String)
    case hasReminder(Bool)
    case floating(Bool)
  }

  private let rule: Rule

  /// Reads a parameter; `nil` if its value is invalid for the field.
  init?(_ name: String, _ value: String, in resource: Resource) {
    switch name {
    case "ids":
      let ids = value.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
      guard ids.allSatisfy({ $0 != nil }) else { return nil }
      rule = .identifiers(Set(ids.compactMap { $0 }))
    case "q": rule = .fullText(value.lowercased())
    case "remind":
      guard let flag = Bool(value) else { return nil }
      rule = .hasReminder(flag)
    case "type":
      guard value == "floating" || value == "related" else { return nil }
      rule = .floating(value == "floating")
    case "zendesk_user_ids":
      rule = .anyOf("zendesk_user_id", Set(value.split(separator: ",").map(String.init)))
    case "associated_deal_id":
      guard let id = Int(value) else { return nil }
      rule = .contains(id)
    case let name where name.hasSuffix("]"):
      let halves = name.dropLast().split(separator: "[", maxSplits: 1)
      guard halves.count == 2 else { return nil }
      rule = .equalText([String(halves[0]), String(halves[1])], value)
    default:
      switch resource.field(name)?.kind {
      case .integer, .reference, .percent:
        guard let number = Int(value) else { return nil }
        rule = .equal([name], .number(JSONNumber(number)))
      case .boolean:
        guard let flag = Bool(value) else { return nil }
        rule = .equal([name], .bool(flag))
      default: rule = .equalText([name], value)
      }
    }
  }

  /// Whether a record matches.
  func accepts(_ fields: JSONFields) -> Bool {
    switch rule {
    case .identifiers(let ids): return fields["id"]?.int.map(ids.contains) ?? false
    case .equal(let path, let value): return Self.value(path, in: fields) == value
    case .equalText(let path, let text):
      switch Self.value(path, in: fields) {
      case .string(let value): return value == text
      case .number(let number): return number.text == text
      case .bool(let flag): return String(flag) == text
      case .array(let values): return values.contains(.string(text))
      default: return false
      }
    case .contains(let id): return fields["associated_deal_ids"]?.array?.contains { $0.int == id } ?? false
    case .anyOf(let name, let texts): return fields[name]?.string.map(texts.contains) ?? false
    case .fullText(let words): return fields["content"]?.string?.lowercased().contains(words) ?? false
    case .hasReminder(let flag): return (fields["remind_at"]?.string != nil) == flag
    case .floating(let flag): return (fields["resource_id"]?.int == nil) == flag
    }
  }

  private static func value(_ path: [String], in fields: JSONFields) -> JSONValue? {
    guard let first = path.first, let value = fields[first] else { return nil }
    return path.count == 1 ? value : value[path[1]]
  }
}
