import TributaryJSON

/// Represents the rows of a pass in constant memory, whatever their order: their number and a sum of 16 bytes.
///
/// The hash of each row is mixed before it is added. Sums of plain FNV-1a hashes are equal for many sets whose texts
/// differ only in which of them has which digit.
struct RowSum: Sendable, Equatable {
  private(set) var count = 0
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init() {}

  /// Adds a row.
  mutating func add(_ row: SyncRow, _ payload: RawJSON) {
    count += 1
    if let id = row.id { add([row.type, id]) } else { add([payload.text]) }
  }

  private mutating func add(_ texts: [String]) {
    var first = Fingerprint.basis
    var second: UInt64 = 0x6a09_e667_f3bc_c908
    for text in texts {
      for byte in text.utf8 {
        first = Fingerprint.next(first, byte)
        second = (second ^ UInt64(byte)) &* 0x9e37_79b9_7f4a_7c15
        second ^= second >> 32
      }
      // No byte of UTF-8, so that texts do not run into each other.
      first = Fingerprint.next(first, 0xff)
      second = (second ^ 0xff) &* 0x9e37_79b9_7f4a_7c15
    }
    low &+= Self.mixed(first)
    high &+= Self.mixed(second)
  }

  /// Lets every bit depend on every other.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ (value >> 33)) &* 0xff51_afd7_ed55_8ccd
    value = (value ^ (value >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    return value ^ (value >> 33)
  }
}
