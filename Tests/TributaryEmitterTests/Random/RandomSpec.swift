/// Lawful specs made at random: every construct with every other, with names that others would rather not see.
///
/// The parts are extensions, one to a file. Each adds declarations to the file that is being written; what it needs of
/// the others it takes from the names that are declared so far.
struct RandomSpec {
  var random: SplitMix
  /// What is declared, by what it can be used for.
  var enums: [String] = []
  var models: [String] = []
  /// Models with an identifier of their own.
  var identified: [String] = []
  /// Models that take one argument, and whether it must be an identified model.
  var generics: [(name: String, isIdentified: Bool)] = []
  var genericModels: [String] = []
  /// Unions that can be used wherever a type is, and those among them that have a tag.
  var unions: [String] = []
  var tagged: [String] = []
  /// Unions of plain values.
  var plainUnions: [String] = []
  /// Models with a field that a field must tell, from which nothing is derived.
  var underived: Set<String> = []
  /// Unions that a field must tell.
  var toldByField: [String] = []
  /// Models from which a draft and a patch are derived.
  var derived: Set<String> = []
  /// What `api.json` says.
  var hasResponseHeaders = false
  var hasSharedPages = false
  var hasSort = false
  private var names = RandomSpec.typeNames
  private var count = 0

  init(seed: UInt64) { random = SplitMix(state: seed) }

  /// The files of a folder.
  mutating func files() -> [String: String] {
    let style = pick(["snake_case", "camelCase", "exact"])
    let wire = chance(3) ? #", "wire": { "timestamp": "\#(pick(["unix", "utc", "rfc2822"]))", "bool": "int" }"# : ""
    let client = client()
    names.shuffle(using: &random)
    var sections = values()
    let conventions = resourceConventions()
    let resources = resources()
    let lists = lists()
    let queries = queries()
    let api = """
      { "module": "Random", "names": "\(style)", "identifiers": "\(pick(["int", "string"]))"\(wire),
        \(([client, conventions.setting, queries.setting] as [String?]).compactMap(\.self).joined(separator: ",\n")),
        "access": "\(pick(["public", "public", "package", "internal"]))" }
      """
    let endpoints = endpoints()
    sections[sections.count - 1].members += [listed()] + conventions.models + lists.models + queries.models
    sections += [("endpoints", endpoints.members + calls() + lists.endpoints + queries.endpoints)]
    sections += [resources, ("queries", queries.queries)].filter { !$0.members.isEmpty }
    let body = sections.map { "\"\($0.key)\": { \($0.members.joined(separator: ",\n")) }" }
    return ["api.json": api, "things.json": "{ \(body.joined(separator: ",\n")) }"]
  }

  // MARK: Choices

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &random)]
  }

  /// True in one of so many cases.
  mutating func chance(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  // MARK: Names

  /// The name of a type that has not been used.
  mutating func typeName() -> String {
    count += 1
    return names.popLast() ?? "Type\(count)"
  }

  /// Names on the wire, each with a name in Swift that is its own where one is needed.
  mutating func wireNames(_ count: Int) -> [(wire: String, swift: String?)] {
    var rest = Self.wireNames + Self.oddNames
    rest.shuffle(using: &random)
    return rest.prefix(count).enumerated().map { place, wire in
      (wire, Self.oddNames.contains(wire) || chance(4) ? pick(Self.swiftNames) + "\(place)" : nil)
    }
  }

  /// What is declared under these names is what generated code and Swift itself like to call things.
  static let typeNames = [
    "Tag", "Value", "Reader", "Writer", "Kind", "Case", "Element", "Key", "Keys", "Name", "Content", "Path", "State",
    "Code", "Model", "Record", "Body", "Member", "Wrapped", "Index", "Union", "Bool2", "Raw", "RawValue2", "Form",
    "Union2", "Item", "Other", "Object", "Box", "Text", "Place", "Day", "Wire", "Hidden", "Offset", "Message", "Event",
    "Part", "Group", "Status", "Ångström", "Лид", "X", "Y1", "Void2", "Some", "Primitive", "Unit", "Account",
  ]

  /// Names from which others in Swift can be derived.
  static let wireNames = [
    "reader", "writer", "object", "key", "keys", "value", "tag", "kind", "content", "other", "default", "class",
    "decode", "undecodable", "read", "encode", "hash", "known", "a.b", "été", "a-b", "json_text", "in", "let", "some",
    "any", "where", "is", "as", "hasher", "decoder", "encoder", "from", "to", "into", "set", "clear", "leave",
    "content_of_item", "boxed_parent", "deprecated_fax", "fax", "plainValue", "event", "meta", "line", "q\\\"uote",
    "back\\\\slash", "URL", "lastURLs", "rawValue",
  ]

  /// Names that need another one in Swift.
  static let oddNames = [
    "self", "init", "Type", "unknown_fields", "Swift", "String", "@odata.type", "type", "0", "1st", "_", "$ref", "ID",
    "*/", "//", "👩‍👩‍👧", "raw_value", "id", "\\n", " ",
  ]

  static let swiftNames = ["reader", "value", "default_", "self_", "object", "type", "init_", "field", "content"]
}

/// A small generator of random numbers that gives the same ones for the same seed.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
