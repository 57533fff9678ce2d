/// Text in columns, each as wide as its widest cell.
///
/// A label that would push the other columns far to the right has a line of its own, so that nothing is cut off.
struct TextTable {
  /// A column, and whether its cells end at the same place, as numbers do.
  struct Column: Equatable {
    var title: String
    var isNumeric = false
  }

  /// The greatest width of a label that shares its line.
  private static let widestLabel = 44
  private static let gap = "  "

  private let columns: [Column]
  private var rows: [[String]] = []

  /// A table without rows. The first column has the labels.
  init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row with a cell for each column.
  mutating func add(_ cells: [String]) {
    // A cell is on one line, whatever it holds.
    rows.append(cells.map { String($0.map { $0.isNewline ? "\u{FFFD}" : $0 }) })
  }

  /// The lines of the table, the titles first, without spaces at their ends.
  var lines: [String] {
    let all = [columns.map(\.title)] + rows
    let widths = columns.indices.map { column in
      let widths = all.compactMap { $0.indices.contains(column) ? $0[column].displayWidth : nil }
      return (column == 0 ? widths.filter { $0 <= Self.widestLabel } : widths).max() ?? 0
    }
    return all.flatMap { row -> [String] in
      guard let label = row.first, label.displayWidth > Self.widestLabel else { return [line(row, widths)] }
      return [label, line([""] + row.dropFirst(), widths)]
    }
  }

  private func line(_ row: [String], _ widths: [Int]) -> String {
    let cells = zip(row, zip(columns, widths)).map { cell, place in
      let (column, width) = place
      let padding = String(repeating: " ", count: max(0, width - cell.displayWidth))
      return column.isNumeric ? padding + cell : cell + padding
    }
    let line = cells.joined(separator: Self.gap)
    return String(line[..<(line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex)])
  }
}

extension String {
  /// The number of places that the text takes on a terminal.
  var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }
}

extension Character {
  /// The number of places that the character takes on a terminal: two for the scripts of East Asia and for emoji.
  fileprivate var displayWidth: Int {
    guard let first = unicodeScalars.first else { return 0 }
    if first.isASCII { return 1 }
    if unicodeScalars.contains(where: { $0.properties.isEmojiPresentation || $0.value == 0xFE0F }) { return 2 }
    switch first.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default:
      switch first.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format: return 0
      default: return 1
      }
    }
  }
}
