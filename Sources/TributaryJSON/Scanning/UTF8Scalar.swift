/// The well-formed multibyte scalars of UTF-8.
enum UTF8Scalar {
  /// The length of the scalar of two to four bytes at a pointer, or 0 if there is none: an overlong form, a surrogate,
  /// a value above U+10FFFF, a stray or missing continuation byte.
  @inline(__always)
  static func length(at pointer: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) -> Int {
    let available = end - pointer
    let first = pointer[0]
    switch first {
    case 0xC2...0xDF:
      return available >= 2 && pointer[1] & 0xC0 == 0x80 ? 2 : 0
    case 0xE0...0xEF:
      guard available >= 3, pointer[1] & 0xC0 == 0x80, pointer[2] & 0xC0 == 0x80 else { return 0 }
      if first == 0xE0, pointer[1] < 0xA0 { return 0 }
      if first == 0xED, pointer[1] >= 0xA0 { return 0 }
      return 3
    case 0xF0...0xF4:
      guard available >= 4, pointer[1] & 0xC0 == 0x80, pointer[2] & 0xC0 == 0x80, pointer[3] & 0xC0 == 0x80
      else { return 0 }
      if first == 0xF0, pointer[1] < 0x90 { return 0 }
      if first == 0xF4, pointer[1] >= 0x90 { return 0 }
      return 4
    default: return 0
    }
  }
}
