/// An invalid command line, with all its problems.
struct UsageError: Error, CustomStringConvertible {
  /// One sentence for each problem.
  var problems: [String]
  /// The exit code: an unusable credential is not a usage error.
  var code = ExitCode.usage

  var description: String { problems.joined(separator: " ") }

  init(_ problems: [String]) { self.problems = problems }

  init(_ problem: String, code: ExitCode = .usage) {
    problems = [problem]
    self.code = code
  }

  /// Adds a suggestion if one of the words begins so, or is at most two typing errors away.
  init(_ problem: String, near word: String, among words: [String]) {
    if word.count > 2, let whole = words.first(where: { $0.hasPrefix(word) }) {
      problems = [problem + " Did you mean \(whole)?"]
      return
    }
    let best = words.map { ($0, Self.distance($0, word)) }.min { $0.1 < $1.1 }
    guard let best, best.1 <= max(2, word.count / 3) else {
      problems = [problem]
      return
    }
    problems = [problem + " Did you mean \(best.0)?"]
  }

  /// How many letters have to be inserted, removed or replaced to turn one word into the other.
  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right.prefix(64))
    var row = Array(0...right.count)
    for letter in left.prefix(64) {
      var diagonal = row[0]
      row[0] += 1
      for index in right.indices {
        let above = row[index + 1]
        row[index + 1] = min(above + 1, row[index] + 1, diagonal + (letter == right[index] ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}

extension [String] {
  /// The words in a sentence: "a, b or c".
  func listed(by conjunction: String) -> String {
    count < 2 ? joined() : dropLast().joined(separator: ", ") + " \(conjunction) " + self[count - 1]
  }
}
