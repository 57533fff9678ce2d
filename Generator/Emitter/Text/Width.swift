extension StringProtocol {
  /// The width of the text in characters. In ASCII these are counted without searching for their bounds.
  var width: Int { utf8.withContiguousStorageIfAvailable { $0.allSatisfy { $0 < 0x80 } } ?? false ? utf8.count : count }
}

extension Sequence<Int> {
  /// How many parts of these widths fit side by side; at least one, if there is any.
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
