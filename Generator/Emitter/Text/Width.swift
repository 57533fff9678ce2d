extension StringProtocol {
  /// How many characters wide the text is on a page. Of ASCII they are counted without looking for their bounds.
  var width: Int { utf8.withContiguousStorageIfAvailable { $0.allSatisfy { $0 < 0x80 } } ?? false ? utf8.count : count }
}

extension Sequence<Int> {
  /// How many parts of these widths fit beside each other, and at least one where there is any.
  func countThatFits(in room: Int) -> Int {
    var (count, taken) = (0, 0)
    for width in self {
      taken += width
      guard count == 0 || taken <= room else { break }
      count += 1
    }
    return count
  }
}
