/// A word that is not known where it stands, and the words that are.
struct Misspelling: Sendable {
  var word: String
  var candidates: [String]

  /// The candidate that the word most likely stands for, or `nil` when none is near.
  ///
  /// Near means: equal but for capitals, or at most a third of the word (and at least one character) inserted, left
  /// out, replaced or swapped with its neighbour.
  var nearest: String? {
    let folded = word.lowercased()
    if let same = candidates.first(where: { $0.lowercased() == folded }) { return same }
    let letters = Array(word)
    guard letters.count <= 64 else { return nil }
    var best: (distance: Int, candidate: String)?
    for candidate in candidates {
      let limit = min(max(1, letters.count / 3), (best?.distance ?? .max) - 1)
      let other = Array(candidate)
      guard limit > 0, abs(other.count - letters.count) <= limit else { continue }
      let distance = Self.distance(letters, other)
      if distance <= limit { best = (distance, candidate) }
    }
    return best?.candidate
  }

  /// The least number of insertions, deletions, replacements and swaps of neighbours between two words.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var least = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          least = min(least, beforeLast[column - 1] + 1)
        }
        current.append(least)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
