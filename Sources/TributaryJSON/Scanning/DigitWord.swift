/// Eight bytes of text of which the first are decimal digits.
@usableFromInline
package struct DigitWord {
  /// What each byte is above the digit zero, the first byte the lowest.
  @usableFromInline let digits: UInt64

  /// Loads eight bytes, which must be readable.
  @inlinable
  @inline(__always)
  package init(at pointer: UnsafePointer<UInt8>) {
    digits = UInt64(littleEndian: UnsafeRawPointer(pointer).loadUnaligned(as: UInt64.self)) ^ 0x3030_3030_3030_3030
  }

  /// How many digits come before the first other byte, 0 to 8.
  @inlinable
  @inline(__always)
  package var count: Int {
    // The high bit of a byte is set if it is above nine. No sum of seven bits with 0x76 carries into the next byte.
    let others = (digits & 0x7F7F_7F7F_7F7F_7F7F &+ 0x7676_7676_7676_7676 | digits) & 0x8080_8080_8080_8080
    return others.trailingZeroBitCount &>> 3
  }

  /// The number that the first digits make. There are 1 to 8.
  @inlinable
  @inline(__always)
  package func value(count: Int) -> Int {
    // Zeros come before them. Then neighbours are added, twice, four and eight digits at a time, without a carry.
    var sum = digits &<< UInt64(truncatingIfNeeded: 64 &- count &* 8)
    sum = (sum &* 10 &+ sum &>> 8) & 0x00FF_00FF_00FF_00FF
    sum = (sum &* 100 &+ sum &>> 16) & 0x0000_FFFF_0000_FFFF
    sum = sum &* 10_000 &+ sum &>> 32
    return Int(truncatingIfNeeded: sum & 0xFFFF_FFFF)
  }
}
