/// Looks up every name and gives every Swift name: parsed form in, resolved form out.
///
/// The sections of the language are extensions of it, one to a file.
struct SpecificationResolver {
  let folder: ParsedFolder
  let types: TypeTable
  let typeResolver: TypeResolver
  /// How names are written, or `nil` when `api.json` does not say it clearly; no name is then derived or judged.
  let style: NamingStyle?
  /// The Swift names made so far by their names on the wire, as the same ones come in many models.
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
    let api = resolvedAPI()
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
    resolvePages(in: &files, fields)
    resolveQueries(in: &files, fields)
    return ResolvedFolder(api: api, files: files)
  }

  /// The type that an expression means; `nil` for none, or for one that could not be read.
  mutating func type(
    _ expression: TypeExpression?, in context: TypeResolver.Context, isField: Bool = false
  ) -> LocatedType? {
    guard let expression,
      let type = typeResolver.resolve(expression, in: context, isField: isField, &findings)
    else { return nil }
    return LocatedType(value: type, location: expression.location)
  }

  /// How values of a type travel where nothing else is said, if not as the type says.
  func wireForm(of type: TypeReference) -> WireForm? {
    guard case .scalar(let scalar) = type.plainValue else { return nil }
    return folder.api?.wire[scalar]?.value
  }

  /// The Swift name of something: the one that is given, or one made from its name on the wire.
  ///
  /// - Returns: The name, or an empty text when there is none, which is reported.
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

  /// Whether a text may be a Swift name; reported when not.
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

/// A resolved type and where it stands.
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
