import TributaryLanguage

/// One generated file: the mark by which the tool knows it, the imports it needs, and its declarations.
struct FileTemplate {
  /// The spec file, with its extension.
  var source: String
  /// The modules that it imports, and who can see their types in its declarations.
  var imports: [ImportedModule: AccessLevel]
  var declarations: [Code]

  var code: Code {
    """
    \(GeneratedFile.mark) \(Escaping.lines(source).joined(separator: " ")). Change the spec, not this file.
    // swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation, AlwaysUseLowerCamelCase

    \(Code(lines: importLines))

    \(Code(declarations, separatedByBlankLines: true))
    """
  }

  /// Sorted as the modules are, whatever stands before them.
  private var importLines: [String] {
    imports.sorted { $0.key.rawValue < $1.key.rawValue }.map { module, access in
      (module == .foundation ? "" : "@_spi(Generated) ") + "\(access.rawValue) import \(module.rawValue)"
    }
  }
}
