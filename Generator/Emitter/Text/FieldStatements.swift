/// Statements that write fields, up to four in each: `writer.fields("id", id, "name", name)`.
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
    // The call, and a list whose first part has no comma or space before it.
    let room = width - writer.width - ".fields()".width + ", ".width
    while !rest.isEmpty {
      let count = rest.prefix(Self.greatestCount).lazy.map { $0.width + ", ".width }.countThatFits(in: room)
      lines.append(statement(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return lines
  }

  private func statement(_ pairs: ArraySlice<String>) -> String {
    if pairs.count == 1, let pair = pairs.first { return "\(writer).field(\(pair))" }
    return "\(writer).fields(\(pairs.joined(separator: ", ")))"
  }
}
