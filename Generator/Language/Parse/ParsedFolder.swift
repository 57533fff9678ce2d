import TributaryJSON

/// A spec folder as it is written: valid keys with the right kinds of values, and nothing looked up yet.
struct ParsedFolder: Sendable {
  /// The content of `api.json`, or `nil` if it could not be read.
  var api: ParsedAPI?
  /// The other files in the order of their names.
  var files: [ParsedFile] = []
  /// Whether everything that declares a type could be read. If not, a name may be unknown for that reason alone.
  var declaresAllTypes = true
}

/// A spec file other than `api.json`.
struct ParsedFile: Sendable {
  /// The file's name without its extension.
  var name: String
  /// The heading of its Swift.
  var summary: String?
  var reference: String?
  /// Who can use what is declared in it and says nothing else, when it is said.
  var access: AccessLevel?
  var enums: [ParsedEnum] = []
  var unions: [ParsedUnion] = []
  var models: [ParsedModel] = []
  var queries: [ParsedQuery] = []
  var resources: [ParsedResource] = []
  var endpoints: [ParsedEndpoint] = []
}

extension FileReader {
  /// The sections of a file other than `api.json`.
  static let sections = [
    "$schema", "summary", "reference", "access", "enums", "unions", "models", "queries", "resources", "endpoints",
  ]

  /// Reads a file other than `api.json`.
  mutating func parsedFile(_ root: JSONNode, name: String) -> ParsedFile {
    var file = ParsedFile(name: name)
    var strays = Dictionary(
      uniqueKeysWithValues: Self.apiKeys.filter { !Self.sections.contains($0) }.map { ($0, "it belongs in api.json") })
    for key in ["openapi", "swagger"] {
      strays[key] = "an OpenAPI document cannot be read; write a spec by hand, as Specs/README.md describes"
    }
    guard let sections = parts(of: root, "a spec file", keys: Self.sections, strays: strays) else {
      lostDeclarations = true
      return file
    }
    if sections.hasUnknownKeys { lostDeclarations = true }
    _ = string(sections["$schema"], "\"$schema\"")
    file.summary = prose(sections["summary"], "\"summary\"")
    file.reference = reference(sections["reference"], "\"reference\"")
    file.access = access(sections["access"])
    if let node = sections["enums"] { file.enums = enums(node) }
    if let node = sections["unions"] { file.unions = unions(node) }
    if let node = sections["models"] { file.models = models(node) }
    if let node = sections["queries"] { file.queries = queries(node) }
    if let node = sections["resources"] { file.resources = resources(node) }
    if let node = sections["endpoints"] { file.endpoints = endpoints(node) }
    return file
  }
}
