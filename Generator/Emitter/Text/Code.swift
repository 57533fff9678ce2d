/// Lines of Swift before their layout, written as templates that look like their output.
///
/// Code inside a template gets the indentation of its line. A line that contains only empty code is removed.
struct Code: Sendable, Equatable, ExpressibleByStringInterpolation {
  /// One line, or a list that becomes several lines if it does not fit into one.
  struct Line: Sendable, Equatable {
    var indentation: Int
    var content: Content
  }

  enum Content: Sendable, Equatable {
    case text(String)
    case list(PackedList)
    case fields(FieldStatements)
  }

  private(set) var lines: [Line] = []

  var isEmpty: Bool { lines.isEmpty }

  init(stringLiteral value: String) {
    var interpolation = StringInterpolation(literalCapacity: 0, interpolationCount: 0)
    interpolation.appendLiteral(value)
    self.init(stringInterpolation: interpolation)
  }

  init(stringInterpolation: StringInterpolation) { lines = stringInterpolation.finished() }

  init(_ list: PackedList) { lines = [Line(indentation: 0, content: .list(list))] }

  init(_ fields: FieldStatements) { lines = [Line(indentation: 0, content: .fields(fields))] }

  /// A declaration whose body is one statement, on one line if it fits.
  init(_ declaration: String, body: String) { self.init(PackedList(.body, "\(declaration) {", [body], "}")) }

  /// Lines of text without line breaks.
  init(lines: [String]) { self.lines = lines.map { Line(indentation: 0, content: .text($0)) } }

  /// No line at all.
  static let nothing = Code([])

  /// Consecutive pieces, optionally with a blank line between them.
  init(_ pieces: [Code], separatedByBlankLines: Bool = false) {
    for piece in pieces where !piece.isEmpty {
      if separatedByBlankLines, !lines.isEmpty { lines.append(Line(indentation: 0, content: .text(""))) }
      lines += piece.lines
    }
  }

  struct StringInterpolation: StringInterpolationProtocol {
    private var lines: [Line] = []
    private var current = ""
    /// Whether code was put into the current line, so that the rest is not a separate line.
    private var isReplaced = false

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) {
      var rest = Substring(literal)
      while let end = rest.utf8.firstIndex(of: 0x0A) {
        current.append(contentsOf: rest[..<end])
        endLine()
        rest = rest[rest.utf8.index(after: end)...]
      }
      current.append(contentsOf: rest)
    }

    /// Text inside a line. It contains no line break, because names and literals were escaped before.
    mutating func appendInterpolation(_ text: String) { current += text }

    mutating func appendInterpolation(_ code: Code) {
      for line in code.lines {
        lines.append(Line(indentation: current.width + line.indentation, content: line.content))
      }
      isReplaced = true
    }

    fileprivate func finished() -> [Line] {
      var copy = self
      copy.endLine()
      return copy.lines
    }

    private mutating func endLine() {
      if !isReplaced {
        let spaces = current.utf8.prefix { $0 == 0x20 }
        let text = String(current[spaces.endIndex...])
        lines.append(Line(indentation: text.isEmpty ? 0 : spaces.count, content: .text(text)))
      }
      current = ""
      isReplaced = false
    }
  }
}
