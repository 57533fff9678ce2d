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
    while start < places.count {
      // What `() = ()` takes, less the first comma and blank of both lists.
      var taken = 3 + effect.width
      var end = start
      while end < places.count {
        taken += places[end].width + values[end].width + 4
        guard end == start || taken <= width else { break }
        end += 1
      }
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
