/// Lays code out on a page of a fixed width, the way `swift format` does with the project's configuration.
struct Page {
  /// The greatest number of characters on a line.
  static let width = 120

  private(set) var text = ""
  private var endsWithBlank = true
  private var isOpen = false

  /// Code on a page. There are never two consecutive blank lines, and none after an opening brace or before a closing
  /// one.
  init(_ code: Code) {
    for line in code.lines {
      switch line.content {
      case .text(let text): add(text, at: line.indentation)
      case .list(let list): add(list, at: line.indentation)
      case .fields(let fields):
        for text in fields.lines(width: Self.width - line.indentation) { add(text, at: line.indentation) }
      }
    }
    while text.hasSuffix("\n\n") { text.removeLast() }
  }

  private mutating func add(_ line: String, at indentation: Int) {
    guard !line.isEmpty else {
      if !endsWithBlank, !isOpen { text += "\n" }
      endsWithBlank = true
      return
    }
    if endsWithBlank, line.hasPrefix("}"), text.hasSuffix("\n\n") { text.removeLast() }
    for _ in 0..<indentation { text += " " }
    text += line
    text += "\n"
    endsWithBlank = false
    isOpen = line.utf8.last == UInt8(ascii: "{")
  }

  private mutating func add(_ list: PackedList, at indentation: Int, followedBy ending: String = "") {
    let oneLine = list.oneLine + ending
    if indentation + oneLine.width <= Self.width || list.items.isEmpty {
      add(oneLine, at: indentation)
      return
    }
    switch list.style {
    case .parameters, .body:
      add(list.opening, at: indentation)
      fill(list.items, at: indentation + 2)
      add(list.closing + ending, at: indentation)
    case .arguments:
      add(list.opening, at: indentation)
      fill(list.items, at: indentation + 2, followedBy: list.closing + ending)
    case .elements:
      add(list.opening, at: indentation)
      fill(list.items, at: indentation + 2, followedBy: list.isOneList ? "" : ",")
      add(list.closing + ending, at: indentation)
    case .bindings:
      fill(list.items, at: indentation + 2, followedBy: list.closing + ending, behind: (list.opening, indentation))
    }
  }

  /// Puts as many items on a line as fit. A list that fits on no line takes several lines of its own.
  private mutating func fill(
    _ items: [PackedList.Item], at indentation: Int, followedBy ending: String = "",
    behind start: (text: String, indentation: Int)? = nil
  ) {
    var line = start?.text ?? ""
    var column = start?.indentation ?? indentation
    for (index, item) in items.enumerated() {
      let piece = item.oneLine + (index == items.count - 1 ? ending : ",")
      let separator = line.isEmpty || line.hasSuffix(" ") ? "" : " "
      // A list that ends in the last column is broken by the formatter.
      var room = Self.width
      if case .list = item { room -= 1 }
      if column + line.width + separator.count + piece.width <= room {
        line += separator + piece
        continue
      }
      if !line.isEmpty { add(line.hasSuffix(" ") ? String(line.dropLast()) : line, at: column) }
      column = indentation
      line = ""
      if case .list(let list) = item, indentation + piece.width > Self.width {
        add(list, at: indentation, followedBy: index == items.count - 1 ? ending : ",")
      } else {
        line = piece
      }
    }
    if !line.isEmpty { add(line, at: column) }
  }
}
