/// The result of checking a spec folder.
public struct CheckedSpecification: Sendable {
  /// The specification, or `nil` if there are errors.
  public var specification: Specification?
  /// The diagnostics: errors, warnings and their notes, in the order of the files.
  public var diagnostics: [Diagnostic]
}

/// Turns the text of a spec folder into a checked ``Specification``.
///
/// There are four passes: files are parsed (`ParsedFolder`), short forms are expanded, names are looked up and assigned
/// (`ResolvedFolder`), and the result is validated. Each pass continues after an error, so that one run reports
/// everything.
public enum SpecificationChecker {
  /// Checks the files of a folder.
  ///
  /// - Parameter files: The files of one folder, in any order, `api.json` among them. Those whose names end in
  ///   `.schema.json` are skipped; others that do not end in `.json` are warned about.
  public static func check(_ files: [SourceFile]) -> CheckedSpecification {
    var files = files.sorted { ($0.name, $0.path) < ($1.name, $1.path) }
    var findings = Findings()
    var folder = FolderReader.read(&files, &findings)
    Expander.expand(&folder, &findings)
    var resolver = SpecificationResolver(folder, findings)
    var resolved = resolver.resolve()
    findings = resolver.findings
    Validator.validate(&resolved, &findings)
    let diagnostics = findings.diagnostics(in: files)
    guard !findings.hasErrors, let api = resolved.api.declaration else {
      return CheckedSpecification(specification: nil, diagnostics: diagnostics)
    }
    let specification = Specification(
      api: api,
      files: resolved.files.map { file in
        SpecFile(
          name: file.name, summary: file.summary, reference: file.reference, enums: file.enums.map(\.declaration),
          unions: file.unions.map(\.declaration),
          models: file.models.filter { !$0.isOnlyMixedIn }.map(\.declaration), queries: file.queries,
          endpoints: file.endpoints.compactMap(\.declaration))
      })
    return CheckedSpecification(specification: specification, diagnostics: diagnostics)
  }
}
