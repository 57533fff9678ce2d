/// Assignments of names to places, several to a line: `(self.a, self.b) = (a, b)`.
struct Assignments: Sendable, Equatable {
  var places: [String]
  var values: [String]
  /// What stands before the values: `try `.
  var effect = ""

  /// The statements, each as long as the width allows.
  func lines(width: Int) -> [String] {
    var lines: [String] = []
    var start = 0
    // The statement `() = ()`, and two lists of which the first parts have no comma and no blank before them.
    let room = width - "() = ()".width - effect.width + 2 * ", ".width
    while start < places.count {
      let widths = (start..<places.count).lazy.map { places[$0].width + values[$0].width + 2 * ", ".width }
      let end = start + widths.countThatFits(in: room)
      lines.append(statement(start..<end))
      start = end
    }
    return lines
  }

  private func statement(_ range: Range<Int>) -> String {
    let places = places[range].joined(separator: ", ")
    let values = values[range].joined(separator: ", ")
    return range.count == 1 ? "\(places) = \(effect)\(values)" : "(\(places)) = \(effect)(\(values))"
  }
}
