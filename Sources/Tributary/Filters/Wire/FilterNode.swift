import TributaryJSON

/// A filter as a tree of texts, for any record type. Equality compares bytes.
indirect enum FilterNode: Sendable, Hashable {
  /// Holds when every part does; without parts it always holds.
  case all([FilterNode])
  /// Holds when some part does; without parts it never holds.
  case any([FilterNode])
  /// Holds when no part does; it has at least one.
  case none([FilterNode])
  /// Compares a field with a value, several values or none.
  case comparison(field: ExactText, operator: ExactText, FilterValue)
  /// Holds for the record that a connection knows under an identifier.
  case remoteID(connection: ExactText, id: ExactText)
  /// A clause that only the server understands.
  case verbatim(VerbatimClause)

  static let everything = FilterNode.all([])
  static let nothing = FilterNode.any([])
}

/// JSON that is equal to other JSON if it has the same members, in any order, with the same bytes.
struct VerbatimClause: Sendable, Hashable {
  var json: JSONValue

  private var bytes: SharedBytes { JSONWriter.bytes(of: Self.sorted(json)) }

  static func == (left: Self, right: Self) -> Bool { left.bytes == right.bytes }

  func hash(into hasher: inout Hasher) { hasher.combine(bytes) }

  private static func sorted(_ json: JSONValue) -> JSONValue {
    switch json {
    case .array(let elements): return .array(elements.map(sorted))
    case .object(let members):
      let names = members.names.map(ExactText.init).sorted()
      return .object(JSONFields(names.map { ($0.text, sorted(members[$0.text] ?? .null)) }))
    default: return json
    }
  }
}

/// A value in a filter, with the server's name of its type.
public struct FilterValue: Sendable, Hashable {
  /// What a field is compared with. Instants are in RFC 3339, whatever the form in which they travel.
  enum Content: Sendable, Hashable {
    case one(ExactText)
    case several([ExactText])
    case nothing
  }

  let type: ExactText
  let content: Content

  /// A value with the server's name of its type, for a clause that the compiler does not check.
  ///
  /// - Parameters:
  ///   - text: The value as text.
  ///   - type: The server's name of its type, such as `str`.
  public static func text(_ text: String, type: String) -> FilterValue {
    FilterValue(type: ExactText(type), content: .one(ExactText(text)))
  }
}
