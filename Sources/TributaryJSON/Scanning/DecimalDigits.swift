/// Decimal digits from a table, two at a time.
@usableFromInline
package enum DecimalDigits {
  /// How many bytes may be written for an integer.
  static let room = 20

  /// `00` to `99`, one after the other.
  @inlinable
  static var pairs: StaticString {
    """
    0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
    5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899
    """
  }

  /// Puts the last two digits of a number where there is room for two bytes.
  @inlinable
  @inline(__always)
  package static func putPair(_ value: UInt32, at target: UnsafeMutablePointer<UInt8>) {
    // The remainder is below 100, and the table has 200 bytes.
    let pair = UnsafeRawPointer(pairs.utf8Start + Int(truncatingIfNeeded: value % 100) * 2)
    UnsafeMutableRawPointer(target).storeBytes(of: pair.loadUnaligned(as: UInt16.self), as: UInt16.self)
  }

  /// Puts an integer where there is ``room`` for it, and returns where it ends.
  @inline(__always)
  static func put(_ value: Int, at place: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
    var magnitude = value.magnitude
    place.pointee = 0x2D
    let first = place + (value < 0 ? 1 : 0)
    let end = first + count(of: magnitude)
    var target = end
    while magnitude >= 100 {
      target -= 2
      putPair(UInt32(truncatingIfNeeded: magnitude % 100), at: target)
      magnitude /= 100
    }
    if magnitude >= 10 {
      putPair(UInt32(truncatingIfNeeded: magnitude), at: first)
    } else {
      first.pointee = 0x30 &+ UInt8(truncatingIfNeeded: magnitude)
    }
    return end
  }

  /// How many digits a number has: 1 to 20, but 19 for the magnitude of an `Int`.
  @inline(__always)
  private static func count(of magnitude: UInt) -> Int {
    var (count, bound) = (1, magnitude)
    while bound >= 10_000 {
      bound /= 10_000
      count &+= 4
    }
    return count &+ (bound >= 10 ? 1 : 0) &+ (bound >= 100 ? 1 : 0) &+ (bound >= 1000 ? 1 : 0)
  }
}
