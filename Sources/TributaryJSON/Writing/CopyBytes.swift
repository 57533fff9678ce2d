// Names and strings are mostly short, and copying them here takes less time than a call. A remainder of less than a
// block is copied together with bytes before it, which were already copied.
extension UnsafeMutablePointer<UInt8> {
  /// Copies bytes.
  @inline(__always)
  func copy(_ source: UnsafePointer<UInt8>, count: Int) {
    if count >= ByteBlock.count {
      var offset = 0
      while offset &+ ByteBlock.count < count {
        ByteBlock.copy(source + offset, to: self + offset)
        offset &+= ByteBlock.count
      }
      ByteBlock.copy(source + (count &- ByteBlock.count), to: self + (count &- ByteBlock.count))
    } else if count >= 8 {
      let (first, last) = (ByteWord(at: source), ByteWord(at: source + (count &- 8)))
      first.store(at: self)
      last.store(at: self + (count &- 8))
    } else if count >= 4 {
      let (first, last) = (Self.half(at: source), Self.half(at: source + (count &- 4)))
      Self.store(first, at: self)
      Self.store(last, at: self + (count &- 4))
    } else {
      for index in 0..<count { self[index] = source[index] }
    }
  }

  /// Copies the bytes of a string unless one of them needs an escape in JSON.
  ///
  /// - Returns: Whether none needs an escape. Otherwise what was written is meaningless.
  @inline(__always)
  func copyClean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let source = bytes.baseAddress else { return true }
    let count = bytes.count
    if count >= ByteBlock.count {
      var offset = 0
      while offset &+ ByteBlock.count < count {
        guard ByteBlock.cleanCount(at: source + offset) == ByteBlock.count else { return false }
        ByteBlock.copy(source + offset, to: self + offset)
        offset &+= ByteBlock.count
      }
      ByteBlock.copy(source + (count &- ByteBlock.count), to: self + (count &- ByteBlock.count))
      return ByteBlock.cleanCount(at: source + (count &- ByteBlock.count)) == ByteBlock.count
    }
    if count >= 8 {
      let (first, last) = (ByteWord(at: source), ByteWord(at: source + (count &- 8)))
      first.store(at: self)
      last.store(at: self + (count &- 8))
      return ByteBlock.cleanCount(first.bits, last.bits) == ByteBlock.count
    }
    if count >= 4 {
      let (first, last) = (Self.half(at: source), Self.half(at: source + (count &- 4)))
      Self.store(first, at: self)
      Self.store(last, at: self + (count &- 4))
      return ByteWord(bits: UInt64(first) | UInt64(last) << 32).stringMarks == 0
    }
    for index in 0..<count {
      let byte = source[index]
      guard byte >= 0x20, byte != 0x22, byte != 0x5C else { return false }
      self[index] = byte
    }
    return true
  }

  @inline(__always)
  private static func half(at pointer: UnsafePointer<UInt8>) -> UInt32 {
    UnsafeRawPointer(pointer).loadUnaligned(as: UInt32.self)
  }

  @inline(__always)
  private static func store(_ half: UInt32, at pointer: UnsafeMutablePointer<UInt8>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: half, as: UInt32.self)
  }
}
