import TributaryLanguage

/// A documentation comment, wrapped by words.
///
/// It does not know its depth, so its lines leave space for three levels of indentation.
struct DocumentationComment {
  private static let width = Page.width - 6 - 4
  private var lines: [String] = []

  /// The lines without what makes them a comment.
  fileprivate var texts: [String] { lines }

  /// The comment, or nothing if it has no text.
  var code: Code { Code(lines: lines.map { line in line.isEmpty ? "///" : "/// \(line)" }) }

  /// Adds a paragraph; `nil` and blank text add nothing.
  mutating func paragraph(_ text: String?) {
    guard let text else { return }
    let wrapped = Self.wrap(text)
    guard !wrapped.isEmpty else { return }
    if !lines.isEmpty { lines.append("") }
    lines += wrapped
  }

  /// Adds a list item; lines after the first are indented to its text.
  mutating func item(_ text: String, isFirst: Bool) {
    let wrapped = Self.wrap(text)
    if isFirst, !lines.isEmpty { lines.append("") }
    for (index, line) in wrapped.enumerated() { lines.append(line.isEmpty ? "" : (index == 0 ? "- " : "  ") + line) }
  }

  /// Adds an item for each parameter of which something is said.
  mutating func parameters(_ parameters: [ParameterDeclaration]) {
    var isFirst = true
    for parameter in parameters where parameter.constant == nil {
      let deprecation = parameter.deprecated.map { "Deprecated. \($0)" }
      let words = [parameter.summary, deprecation].compactMap { $0 }.joined(separator: " ")
      guard !words.isEmpty else { continue }
      item("Parameter \(parameter.name): \(words)", isFirst: isFirst)
      isFirst = false
    }
  }

  private static func wrap(_ text: String) -> [String] {
    var result: [String] = []
    for line in Escaping.lines(text) {
      var current = ""
      for word in line.split(separator: " ") {
        if !current.isEmpty, current.width + 1 + word.width > width {
          result.append(current)
          current = ""
        }
        if !current.isEmpty { current += " " }
        current.append(contentsOf: word)
      }
      if !current.isEmpty || (!result.isEmpty && result.last != "") { result.append(current) }
    }
    while result.last == "" { result.removeLast() }
    return result
  }
}

extension Code {
  /// A comment with a text, or nothing.
  ///
  /// - Parameter deprecated: Why something should not be used, of which Swift would warn in generated code.
  static func documentation(_ summary: String?, deprecated: String? = nil) -> Code {
    var comment = DocumentationComment()
    comment.paragraph(summary)
    comment.paragraph(deprecated.map { "Deprecated: \($0)" })
    return comment.code
  }

  /// A documentation comment.
  static func comment(_ text: String) -> Code {
    var comment = DocumentationComment()
    comment.paragraph(text)
    return Code(lines: comment.texts.map { $0.isEmpty ? "//" : "// \($0)" })
  }

  /// The attribute of a deprecated declaration, or nothing.
  static func deprecation(_ message: String?) -> Code {
    guard let message else { return .nothing }
    return "@available(*, deprecated, message: \(Escaping.literal(message)))"
  }
}
