/// Fingerprints of texts, eight bytes each.
struct FingerprintSet: Sendable {
  /// Sorted.
  private var fingerprints: [UInt64] = []

  /// The fingerprints of texts, of which there are about so many.
  init(_ texts: some Sequence<String>, count: Int) {
    fingerprints.reserveCapacity(count)
    for text in texts { fingerprints.append(Fingerprint.of(text)) }
    fingerprints.sort()
  }

  /// Whether a text was among them.
  func contains(_ text: String) -> Bool {
    let wanted = Fingerprint.of(text)
    var range = fingerprints.startIndex..<fingerprints.endIndex
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if fingerprints[middle] == wanted { return true }
      range = fingerprints[middle] < wanted ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return false
  }
}
