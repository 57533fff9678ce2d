/// An unknown word, and the words that are known at its place.
struct Misspelling: Sendable {
  var word: String
  /// The words of the place itself. They come first.
  var local: [String] = []
  /// The words of the whole language or folder, shared by all findings.
  var candidates: [String]

  /// The candidate that was most likely meant, or `nil` if none is similar.
  ///
  /// A candidate is similar if at most a third of the word (but at least one byte) was inserted, omitted, replaced or
  /// swapped with its neighbor, regardless of case. Among equally similar candidates the first wins.
  var nearest: String? {
    let letters = Self.folded(word)
    guard letters.count <= 64 else { return nil }
    var best: (distance: Int, candidate: String)?
    for words in [local, candidates] {
      for candidate in words {
        let limit = min(max(1, letters.count / 3), (best?.distance ?? .max) - 1)
        guard limit >= 0, abs(candidate.utf8.count - letters.count) <= limit else { continue }
        if let distance = Self.distance(letters, Self.folded(candidate), limit: limit) { best = (distance, candidate) }
      }
    }
    return best?.candidate
  }

  private static func folded(_ text: String) -> [UInt8] {
    text.utf8.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }
  }

  /// The least number of insertions, deletions, replacements and swaps of neighbors that turn one word into the other,
  /// or `nil` if it is above a limit.
  private static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int? {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      var least = row + 1
      for (column, other) in right.enumerated() {
        var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
        least = min(least, cost)
      }
      // A swap reaches back two rows, so that one row above the limit is not yet the end.
      guard least <= limit + 1 else { return nil }
      beforeLast = last
      last = current
    }
    return last[right.count] <= limit ? last[right.count] : nil
  }
}
