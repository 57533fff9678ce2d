/// Lines of Swift that are not laid out yet, written as templates that look like what they make.
///
/// Code put into a template takes over the indentation of the line it stands on. A line that holds nothing but empty
/// code goes away.
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

  /// A declaration with one statement for its body, on one line where it fits.
  init(_ declaration: String, body: String) { self.init(PackedList(.body, "\(declaration) {", [body], "}")) }

  /// Lines of text, none of which holds a line break.
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
    /// Whether code was put into the current line, so that what is left of it is not a line of its own.
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

    /// Text inside a line. It never holds a line break: names and literals are escaped before they get here.
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
