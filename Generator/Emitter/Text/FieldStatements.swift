/// Statements that write fields, up to four in each: `writer.fields(("id", id), ("name", name))`.
struct FieldStatements: Sendable, Equatable {
  var writer: String
  /// Names and values: `"id", id`.
  var pairs: [String]

  /// How many fields the writer takes at once.
  private static let greatestCount = 4

  /// The statements, each as long as the width allows.
  func lines(width: Int) -> [String] {
    var lines: [String] = []
    var rest = pairs[...]
    while !rest.isEmpty {
      // What `.fields()` takes, less the first comma and blank.
      var taken = writer.width + 7
      var count = 0
      for pair in rest.prefix(Self.greatestCount) {
        taken += pair.width + 4
        guard count == 0 || taken <= width else { break }
        count += 1
      }
      lines.append(statement(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return lines
  }

  private func statement(_ pairs: ArraySlice<String>) -> String {
    if pairs.count == 1, let pair = pairs.first { return "\(writer).field(\(pair))" }
    return "\(writer).fields(\(pairs.map { "(\($0))" }.joined(separator: ", ")))"
  }
}
