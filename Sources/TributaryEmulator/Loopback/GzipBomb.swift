import TributaryJSON

/// Writes a valid gzip stream that is a hundred and fifty times smaller than its content, which is all spaces.
enum GzipBomb {
  /// The stream for this many spaces.
  static func spaces(_ count: Int) -> SharedBytes {
    var stream = BitStream(bytes: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
    // One last block with the fixed codes of RFC 1951.
    stream.append(0b011, bits: 3)
    var left = count
    if left > 0 {
      stream.appendCode(0x30 + 0x20, bits: 8)
      left -= 1
    }
    // Length 258 at distance 1 is code 285, then distance code 0: 13 bits. Eight of them are 13 bytes, which repeat.
    while left >= 8 * 258 {
      for _ in 0..<8 { stream.appendMatch() }
      left -= 8 * 258
      guard let block = stream.repetition else { continue }
      for _ in 0..<(left / (8 * 258)) { stream.bytes += block }
      left %= 8 * 258
    }
    while left >= 258 {
      stream.appendMatch()
      left -= 258
    }
    for _ in 0..<left { stream.appendCode(0x30 + 0x20, bits: 8) }
    stream.appendCode(0, bits: 7)
    stream.flush()
    for number in [CRC32.repeated(0x20, count: count), UInt32(truncatingIfNeeded: count)] {
      for shift in stride(from: 0, to: 32, by: 8) { stream.bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
    return SharedBytes(stream.bytes)
  }
}

/// Bits packed into bytes, the lowest first.
private struct BitStream {
  var bytes: [UInt8]
  private var pending: UInt32 = 0
  private var pendingBits = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func append(_ value: UInt32, bits: Int) {
    pending |= value << pendingBits
    pendingBits += bits
    while pendingBits >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      pendingBits -= 8
    }
  }

  /// A Huffman code is written from its highest bit.
  mutating func appendCode(_ code: UInt32, bits: Int) {
    for bit in (0..<bits).reversed() { append(code >> bit & 1, bits: 1) }
  }

  /// Another 258 copies of the last byte.
  mutating func appendMatch() {
    appendCode(0b1100_0101, bits: 8)
    appendCode(0, bits: 5)
  }

  /// The last 13 bytes, if the 13 bytes before them are the same.
  var repetition: [UInt8]? {
    let last = bytes.suffix(13)
    return bytes.count >= 10 + 27 && last.elementsEqual(bytes.dropLast(13).suffix(13)) ? Array(last) : nil
  }

  mutating func flush() { if pendingBits > 0 { append(0, bits: 8 - pendingBits) } }
}

/// The checksum of gzip.
enum CRC32 {
  /// The checksum of one repeated byte, in time that grows with the logarithm of the count.
  ///
  /// One step is an affine map over the bits of the register. Its values at zero and at each single bit define such a
  /// map, and it can be squared.
  static func repeated(_ byte: UInt8, count: Int) -> UInt32 {
    var register: UInt32 = 0xFFFF_FFFF
    var step = Step { register in
      var register = register ^ UInt32(byte)
      for _ in 0..<8 { register = register & 1 == 1 ? register >> 1 ^ 0xEDB8_8320 : register >> 1 }
      return register
    }
    var left = count
    while left > 0 {
      if left & 1 == 1 { register = step.apply(register) }
      step = Step { [step] in step.apply(step.apply($0)) }
      left >>= 1
    }
    return ~register
  }

  private struct Step {
    let zero: UInt32
    let bits: [UInt32]

    init(_ map: (UInt32) -> UInt32) {
      let zero = map(0)
      self.zero = zero
      bits = (0..<32).map { map(1 << UInt32($0)) ^ zero }
    }

    func apply(_ register: UInt32) -> UInt32 {
      bits.indices.reduce(zero) { register >> UInt32($1) & 1 == 1 ? $0 ^ bits[$1] : $0 }
    }
  }
}
