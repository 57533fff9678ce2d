/// The value that as many are below as above.
enum Median {
  /// The median of values, of which there are about so many; the higher one of the two in the middle, `nil` of none.
  static func of(_ values: some Sequence<Int>, count: Int) -> Int? {
    var sorted: [Int] = []
    sorted.reserveCapacity(count)
    sorted.append(contentsOf: values)
    sorted.sort()
    return sorted.isEmpty ? nil : sorted[sorted.count / 2]
  }
}
