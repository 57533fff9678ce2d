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

    \(Code([packageImports, foundationImport].filter { !$0.isEmpty }, separatedByBlankLines: true))

    \(Code(declarations, separatedByBlankLines: true))
    """
  }

  private var packageImports: Code {
    Code(lines: imports.filter { $0 != .foundation }.map { "public import \($0.rawValue)" }.sorted())
  }

  /// On Linux the part of Foundation that a program can link without its tables of all languages.
  private var foundationImport: Code {
    guard imports.contains(.foundation) else { return Code(lines: []) }
    return """
      #if canImport(FoundationEssentials)
      public import FoundationEssentials
      #else
      public import Foundation
      #endif
      """
  }
}
