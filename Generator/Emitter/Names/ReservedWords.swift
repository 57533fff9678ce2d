/// Words that Swift reserves where a name is declared or used.
enum ReservedWords {
  /// A name as it is written in Swift, in backticks if it is a reserved word.
  static func escape(_ name: String) -> String { words.contains(name) ? "`\(name)`" : name }

  /// A name as it is written after a dot, where few words are reserved.
  static func escapeMember(_ name: String) -> String { memberWords.contains(name) ? "`\(name)`" : name }

  /// A name as it is written before the colon of an argument.
  static func escapeLabel(_ name: String) -> String { labelWords.contains(name) ? "`\(name)`" : name }

  private static let labelWords: Set<String> = ["inout"]

  private static let memberWords: Set<String> = ["Protocol", "Self", "Type", "init", "self"]

  private static let words: Set<String> = [
    "Any", "Protocol", "Self", "Type", "actor", "as", "associatedtype", "async", "await", "borrowing", "break", "case",
    "catch", "class", "consuming", "continue", "default", "defer", "deinit", "do", "else", "enum", "extension",
    "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import", "in", "init", "inout", "internal",
    "is", "let", "macro", "nil", "nonisolated", "operator", "package", "precedencegroup", "private", "protocol",
    "public", "repeat", "rethrows", "return", "self", "static", "struct", "subscript", "super", "switch", "throw",
    "throws", "true", "try", "typealias", "var", "where", "while",
  ]
}
