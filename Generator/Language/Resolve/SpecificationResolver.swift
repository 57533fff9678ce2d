/// Looks up every name and assigns every Swift name: parsed form in, resolved form out.
///
/// Each section of the language is an extension of it, in a file of its own.
struct SpecificationResolver {
  let folder: ParsedFolder
  let types: TypeTable
  let typeResolver: TypeResolver
  /// How names are written, or `nil` if `api.json` does not say it clearly. Names are then neither derived nor checked.
  let style: NamingStyle?
  /// The Swift names so far, by their names on the wire, because the same names occur in many models.
  private var madeNames: [String: String] = [:]
  var findings: Findings

  init(_ folder: ParsedFolder, _ findings: Findings) {
    self.folder = folder
    self.findings = findings
    types = TypeTable(folder, &self.findings)
    typeResolver = TypeResolver(types: types)
    style = folder.api?.names
  }

  /// Resolves the folder.
  mutating func resolve() -> ResolvedFolder {
    var groups = GroupTable()
    var api = resolvedAPI()
    var files = folder.files.map { file in
      ResolvedFile(
        name: file.name, summary: file.summary, reference: file.reference,
        enums: file.enums.map { resolved($0) }, unions: file.unions.map { resolved($0) },
        models: file.models.map { resolved($0) }, queries: [],
        endpoints: file.endpoints.map { resolved($0, file: file.name, &groups) })
    }
    let fields = FieldTable(files)
    resolveTags(in: &files, fields)
    resolveUnions(in: &files, fields)
    resolvePages(in: &files, fields, headers: api.responseHeaders.map(\.parsed.wireName.value))
    api.queryWire = resolveQueries(in: &files, fields)
    return ResolvedFolder(api: api, files: files)
  }

  /// The type of an expression; `nil` if there is none or it could not be read.
  mutating func type(
    _ expression: TypeExpression?, in context: TypeResolver.Context, isField: Bool = false
  ) -> LocatedType? {
    guard let expression,
      let type = typeResolver.resolve(expression, in: context, isField: isField, &findings)
    else { return nil }
    return LocatedType(value: type, location: expression.location)
  }

  /// The default wire form of values of a type, if the type does not determine it.
  func wireForm(of type: TypeReference) -> WireForm? {
    guard case .scalar(let scalar) = type.plainValue else { return nil }
    return folder.api?.wire[scalar]?.value
  }

  /// The Swift name of a declaration: the given one, or one derived from its name on the wire.
  ///
  /// - Returns: The name, or an empty text if there is none, which is reported.
  mutating func swiftName(
    given: Located<String>?, wireName: Located<String>, wayOut: String, in scope: inout NameScope
  ) -> String {
    if let given {
      guard isValidName(given, of: scope.kind) else { return "" }
      scope.give(given, wayOut: wayOut, &findings)
      return given.value
    }
    guard let style else { return "" }
    guard let name = madeNames[wireName.value] ?? style.swiftName(for: wireName.value) else {
      findings.error(
        "no Swift name can be derived from \(wireName.value.quoted)", at: wireName.location, advice: wayOut)
      return ""
    }
    madeNames[wireName.value] = name
    scope.give(Located(value: name, location: wireName.location), wayOut: wayOut, &findings)
    return name
  }

  /// Whether a text may be a Swift name. If not, this reports it.
  mutating func isValidName(_ name: Located<String>, of kind: String) -> Bool {
    if Identifier.isValid(name.value) { return true }
    let sign = name.value.unicodeScalars.first { !Identifier.isAllowed($0) }
    let reason = sign.map { $0.isASCII ? ", because of \(String($0).quoted)" : ", because of \($0.spelledOut)" } ?? ""
    findings.error(
      "\(name.value.quoted) cannot be the Swift name of \(kind.withArticle)\(reason)", at: name.location,
      advice: "write letters, digits and underscores, not beginning with a digit")
    return false
  }
}

/// A resolved type and its position.
typealias LocatedType = Located<TypeReference>

/// A spec folder with every name looked up: what could not be resolved is omitted, and reported.
struct ResolvedFolder: Sendable {
  var api: ResolvedAPI
  var files: [ResolvedFile]
}

/// A spec file with every name looked up.
struct ResolvedFile: Sendable {
  var name: String
  var summary: String?
  var reference: String?
  var enums: [ResolvedEnum]
  var unions: [ResolvedUnion]
  var models: [ResolvedModel]
  var queries: [QueryDeclaration]
  var endpoints: [ResolvedEndpoint]
}
