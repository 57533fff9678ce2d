import TributaryLanguage

/// One generated file: the mark by which the tool knows it, the imports it needs, and its declarations.
struct FileTemplate {
  /// The spec file, with its extension.
  var source: String
  var imports: Set<ImportedModule>
  var declarations: [Code]

  var code: Code {
    """
    \(GeneratedFile.mark) \(Escaping.lines(source).joined(separator: " ")). Change the spec, not this file.
    // swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation, AlwaysUseLowerCamelCase

    \(Code(lines: imports.map { "public import \($0.rawValue)" }.sorted()))

    \(Code(declarations, separatedByBlankLines: true))
    """
  }
}
