extension StringScan {
  /// Writes the text without escapes into memory with space for ``bytes``, and returns its length in bytes.
  ///
  /// The scan has checked everything, so all of this is well formed.
  func unescape(into target: UnsafeMutablePointer<UInt8>) -> Int {
    var source = start
    var written = 0
    while source < end {
      // Only a backslash ends clean text here. This never writes more bytes than the text has, because no escape is
      // shorter than its meaning: where a block can be read, there is space for one.
      while end - source >= ByteBlock.count {
        let count = ByteBlock.cleanCount(at: source)
        ByteBlock.copy(source, to: target + written)
        // What comes after a full block does not wait for its count.
        guard count == ByteBlock.count else {
          source += count
          written += count
          break
        }
        source += ByteBlock.count
        written += ByteBlock.count
      }
      guard source < end else { break }
      let byte = source.pointee
      source += 1
      guard byte == 0x5C, source < end else {
        target[written] = byte
        written += 1
        continue
      }
      let kind = source.pointee
      source += 1
      guard kind == 0x75 else {
        target[written] = Self.meaning(of: kind)
        written += 1
        continue
      }
      var scalar = Self.codeUnit(at: source)
      source += 4
      if let low = Self.lowSurrogate(behind: scalar, at: source, end: end) {
        scalar = 0x10000 + (scalar & 0x3FF) << 10 + low & 0x3FF
        source += 6
      }
      written += Self.encode(scalar, into: target + written)
    }
    return written
  }

  private static func meaning(of kind: UInt8) -> UInt8 {
    switch kind {
    case 0x62: 0x08
    case 0x66: 0x0C
    case 0x6E: 0x0A
    case 0x72: 0x0D
    case 0x74: 0x09
    default: kind
    }
  }

  /// The second half of a surrogate pair, if it comes next, after the first half.
  private static func lowSurrogate(
    behind high: UInt32, at source: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>
  ) -> UInt32? {
    guard high & 0xFC00 == 0xD800, end - source >= 6, source[0] == 0x5C, source[1] == 0x75 else { return nil }
    let low = codeUnit(at: source + 2)
    return low & 0xFC00 == 0xDC00 ? low : nil
  }

  private static func codeUnit(at source: UnsafePointer<UInt8>) -> UInt32 {
    var unit: UInt32 = 0
    for index in 0..<4 { unit = unit << 4 | UInt32(Hexadecimal.value(of: source[index]) ?? 0) }
    return unit
  }

  private static func encode(_ scalar: UInt32, into target: UnsafeMutablePointer<UInt8>) -> Int {
    func continuation(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | (scalar >> shift) & 0x3F) }
    switch scalar {
    case 0..<0x80:
      target[0] = UInt8(truncatingIfNeeded: scalar)
      return 1
    case 0x80..<0x800:
      target[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
      target[1] = continuation(0)
      return 2
    case 0x800..<0x10000:
      target[0] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
      target[1] = continuation(6)
      target[2] = continuation(0)
      return 3
    default:
      target[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
      target[1] = continuation(12)
      target[2] = continuation(6)
      target[3] = continuation(0)
      return 4
    }
  }
}
