/// Represents a text in eight bytes, where many texts must be remembered in little memory.
package enum Fingerprint {
  /// FNV-1a: the same in every process, so that a run can be replayed.
  package static func of(_ text: String) -> UInt64 { text.utf8.reduce(basis, next) }

  static let basis: UInt64 = 0xcbf2_9ce4_8422_2325
  static func next(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
}

/// Fingerprints of texts, eight bytes each.
struct FingerprintSet: Sendable {
  /// Sorted.
  private var fingerprints: [UInt64] = []

  /// The fingerprints of texts.
  ///
  /// - Parameter count: The approximate number of texts.
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
