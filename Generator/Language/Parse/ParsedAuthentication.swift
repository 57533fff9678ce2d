import TributaryJSON

/// How calls are authorized, as it is written.
enum ParsedAuthentication: Sendable {
  case none, headers
  /// Alternatives, each of what is sent together.
  case credentials([[ParsedCredential]])

  /// Every credential.
  var credentials: [ParsedCredential] {
    if case .credentials(let alternatives) = self { alternatives.flatMap { $0 } } else { [] }
  }
}

/// A credential as it is written.
struct ParsedCredential: Sendable {
  var location: Location
  var kind: Credential.Kind
  /// The Swift name of its argument, when it is given.
  var name: Located<String>?
}

extension FileReader {
  private enum Word: String, CaseIterable { case none, bearer, basic, headers }
  private enum CredentialWord: String, CaseIterable { case bearer, basic }

  private static let credentialKeys = ["header", "query", "scheme", "name"]

  mutating func authentication(_ node: JSONNode?) -> ParsedAuthentication {
    guard let node else { return .none }
    let what = "\"authentication\""
    switch node.kind {
    case .array:
      findings.error(
        "\(what) cannot be a list", at: location(node.offset),
        advice: "say whether these go together (\"all\") or are alternatives (\"any\")")
      return .none
    case .object(let members):
      guard let key = members.first(where: { $0.key == "all" || $0.key == "any" })?.key else {
        return credential(node, what).map { .credentials([[$0]]) } ?? .none
      }
      guard let parts = parts(of: node, what, keys: [key]), let list = parts[key] else { return .none }
      return .credentials(
        key == "all"
          ? [together(list)] : elements(list, "\"any\"").map { alternative($0) }.filter { !$0.isEmpty })
    default:
      switch choice(node, what, of: Word.self, otherwise: "an object such as {\"header\": \"X-Key\"}") {
      case .headers: return .headers
      case .bearer: return .credentials([[ParsedCredential(location: location(node.offset), kind: .bearer)]])
      case .basic: return .credentials([[ParsedCredential(location: location(node.offset), kind: .basic)]])
      case nil, Word.none?: return .none
      }
    }
  }

  private mutating func alternative(_ node: JSONNode) -> [ParsedCredential] {
    if case .object(let members) = node.kind, members.contains(where: { $0.key == "all" }) {
      guard let parts = parts(of: node, "an alternative", keys: ["all"]), let list = parts["all"] else { return [] }
      return together(list)
    }
    return [credential(node, "an alternative")].compactMap { $0 }
  }

  private mutating func together(_ node: JSONNode) -> [ParsedCredential] {
    elements(node, "\"all\"").compactMap { credential($0, "a credential") }
  }

  private mutating func elements(_ node: JSONNode, _ what: String) -> [JSONNode] {
    guard case .array(let elements) = node.kind else {
      mismatch(node, expected: "an array", what)
      return []
    }
    if elements.count < 2 {
      findings.error("\(what) needs at least two credentials", at: location(node.offset))
    }
    return elements
  }

  private mutating func credential(_ node: JSONNode, _ what: String) -> ParsedCredential? {
    let place = location(node.offset)
    guard case .object = node.kind else {
      switch choice(node, what, of: CredentialWord.self) {
      case .bearer: return ParsedCredential(location: place, kind: .bearer)
      case .basic: return ParsedCredential(location: place, kind: .basic)
      case nil: return nil
      }
    }
    guard let parts = parts(of: node, what, keys: Self.credentialKeys) else { return nil }
    let name = string(parts["name"], "\"name\"")
    let kinds = Self.credentialKeys.prefix(3).filter { parts[$0] != nil }
    guard kinds.count == 1 else {
      if !parts.hasUnknownKeys || kinds.count > 1 {
        findings.error(
          "\(what) needs one of \"header\", \"query\" and \"scheme\"", at: place,
          advice: "write something like {\"header\": \"X-API-Key\"}")
      }
      return nil
    }
    if let header = key(parts["header"], "\"header\"", such: "X-API-Key") {
      return ParsedCredential(location: header.location, kind: .header(header.value), name: name)
    }
    if let query = key(parts["query"], "\"query\"", such: "api_key") {
      return ParsedCredential(location: query.location, kind: .query(query.value), name: name)
    }
    if let scheme = key(parts["scheme"], "\"scheme\"", such: "Bot") {
      return ParsedCredential(location: scheme.location, kind: .scheme(scheme.value), name: name)
    }
    return nil
  }
}
