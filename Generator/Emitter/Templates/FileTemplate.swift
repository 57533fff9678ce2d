import TributaryLanguage

/// One generated file: the mark by which the tool recognizes it, its imports and its declarations.
struct FileTemplate {
  /// The spec file, with its extension.
  var source: String
  /// The modules that it imports, and who can see their types in its declarations.
  var imports: [ImportedModule: AccessLevel]
  var declarations: [Code]
  /// The heading, and the URL of the description.
  var summary: String?
  var reference: String?

  var code: Code {
    """
    \(GeneratedFile.mark) \(Escaping.lines(source).joined(separator: " ")). Change the spec, not this file.
    // swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation, AlwaysUseLowerCamelCase

    \(heading)

    \(Code([packageImports, foundationImport].filter { !$0.isEmpty }, separatedByBlankLines: true))

    \(Code(declarations, separatedByBlankLines: true))
    """
  }

  private var heading: Code {
    let lines = [summary, reference.map { "See <\($0)>." }].compactMap { $0 }
    return lines.isEmpty ? .nothing : Code.comment(lines.joined(separator: "\n\n"))
  }

  /// Sorted by module, whatever their prefix.
  private var packageImports: Code {
    let sorted = imports.filter { $0.key != .foundation }.sorted { $0.key.rawValue < $1.key.rawValue }
    return Code(lines: sorted.map { "@_spi(Generated) \($0.value.rawValue) import \($0.key.rawValue)" })
  }

  /// On Linux, this is the part of Foundation that does not link the tables of all languages.
  private var foundationImport: Code {
    guard let access = imports[.foundation]?.rawValue else { return .nothing }
    return """
      #if canImport(FoundationEssentials)
      \(access) import FoundationEssentials
      #else
      \(access) import Foundation
      #endif
      """
  }
}
