/// Rows of text in columns.
struct TextTable {
  private let headings: [String]
  private var rows: [[String]] = []

  init(_ headings: [String]) { self.headings = headings }

  mutating func add(_ row: [String]) { rows.append(row.map(Console.printable)) }

  /// The lines, with headings. Columns of numbers only are aligned to the right.
  var lines: [String] {
    let all = [headings] + rows
    let widths = headings.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    let isNumber = headings.indices.map { column in rows.allSatisfy { $0[column].allSatisfy(\.isNumber) } }
    return all.map { row in
      let cells = row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - row[column].count)
        return isNumber[column] ? space + row[column] : row[column] + space
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}

extension Duration {
  /// The duration for people, in the largest unit of which there are at least two: `3 minutes`.
  var inWords: String {
    let seconds = max(0, components.seconds)
    for (unit, length) in [("days", Int64(86_400)), ("hours", 3_600), ("minutes", 60)] where seconds >= 2 * length {
      return "\(seconds / length) \(unit)"
    }
    return seconds == 1 ? "1 second" : "\(seconds) seconds"
  }
}
