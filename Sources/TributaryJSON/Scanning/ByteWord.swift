/// Eight bytes of text that are processed together; the first byte is the lowest.
struct ByteWord {
  var bits: UInt64

  /// Eight bytes as a number, the first the lowest.
  @inline(__always)
  init(bits: UInt64) { self.bits = bits }

  /// Loads eight bytes, which must be readable.
  @inline(__always)
  init(at pointer: UnsafePointer<UInt8>) {
    bits = UInt64(littleEndian: UnsafeRawPointer(pointer).loadUnaligned(as: UInt64.self))
  }

  /// Stores the eight bytes, for which there must be space.
  @inline(__always)
  func store(at pointer: UnsafeMutablePointer<UInt8>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: bits.littleEndian, as: UInt64.self)
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// The high bit of every byte that ends plain text inside a string: quote, backslash, control character.
  ///
  /// The lowest set bit is exact; higher ones may come from a borrow.
  @inline(__always)
  var stringMarks: UInt64 {
    let quote = bits ^ (0x22 &* Self.ones)
    let backslash = bits ^ (0x5C &* Self.ones)
    let isQuote = (quote &- Self.ones) & ~quote
    let isBackslash = (backslash &- Self.ones) & ~backslash
    let isControl = (bits &- (0x20 &* Self.ones)) & ~bits
    return (isQuote | isBackslash | isControl) & Self.highBits
  }

  /// The high bit of every byte that ends plain ASCII text inside a string: quote, backslash, control character, and
  /// any byte that is not ASCII.
  ///
  /// The lowest set bit is exact; higher ones may come from a borrow.
  @inline(__always)
  var plainStringMarks: UInt64 {
    // A difference has the high bit set if its byte is smaller, or if the byte itself has it.
    let quote = (bits ^ (0x22 &* Self.ones)) &- Self.ones
    let backslash = (bits ^ (0x5C &* Self.ones)) &- Self.ones
    let control = bits &- (0x20 &* Self.ones)
    return (quote | backslash | control | bits) & Self.highBits
  }

  /// How many spaces come before the first other byte, from 0 to 8.
  @inline(__always)
  var leadingSpaces: Int { (bits ^ (0x20 &* Self.ones)).trailingZeroBitCount &>> 3 }

  /// All bits of the first bytes, at most of all eight.
  @inline(__always)
  static func mask(_ count: Int) -> UInt64 {
    count >= 8 ? .max : (1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1
  }

  /// The index of the first byte whose high bit is set in a mask that is not zero.
  @inline(__always)
  static func firstIndex(in mask: UInt64) -> Int { mask.trailingZeroBitCount &>> 3 }
}
