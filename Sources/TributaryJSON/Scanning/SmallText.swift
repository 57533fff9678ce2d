/// Strings of up to fifteen ASCII bytes, which are stored in the `String` itself without separate memory.
///
/// Most strings of a payload are that short, and the standard library takes several times as long to create one as it
/// takes to find its end.
enum SmallText {
  /// The most bytes that fit.
  static let capacity = 15

  /// Whether the standard library of this system stores short strings as ``text(_:)`` creates them: two words
  /// of bytes, the first byte the lowest, with the count and a mark in the highest. This is so on all 64-bit systems of
  /// Apple, where it is part of the stable ABI, and on Linux. It is checked once, with strings that the library has
  /// created; if it is not so, the library creates all strings.
  static let isKnown =
    MemoryLayout<String>.size == MemoryLayout<(UInt64, UInt64)>.size
    && MemoryLayout<String?>.size == MemoryLayout<(UInt64, UInt64)>.size
    && ["", "a", "Hyannis", "8 bytes!", "508-778-6516", "fifteen letters"].allSatisfy { text in
      let bytes = Array(text.utf8)
      let words = [0, 8].map { first in
        bytes.dropFirst(first).prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      }
      // This only reads. The sizes are equal, and every bit pattern is a pair of integers.
      let form = (words[0], words[1] | mark(count: bytes.count))
      return unsafeBitCast(text, to: (UInt64, UInt64).self) == form
        && unsafeBitCast(Optional(text), to: (UInt64, UInt64).self) == form
    }
    // No other string has the mark: none that is not ASCII, none in memory that was allocated or that never is.
    && ["é", "sixteen letters!", String(repeating: "x", count: 40)].allSatisfy { words(of: $0) == nil }

  /// How many bytes ``Words/put(at:)`` may write: two quotes and two words.
  static let room = 18

  /// The bytes of a short string, the first the lowest, with zeros after them; at most ``capacity``, which leaves the
  /// highest byte zero.
  struct Words {
    var first: UInt64
    var second: UInt64
    var count: Int

    /// The words of a string.
    @inline(__always)
    fileprivate var inString: (UInt64, UInt64) { (first, second | SmallText.mark(count: count)) }

    /// Puts the bytes between quotes where there is ``room`` for them, and returns where they end.
    @inline(__always)
    func put(at target: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
      target.pointee = 0x22
      ByteWord(bits: first).store(at: target + 1)
      ByteWord(bits: second).store(at: target + 9)
      target[count &+ 1] = 0x22
      return target + (count &+ 2)
    }
  }

  /// The bytes of a string that ``text(_:)`` could have made, or `nil` for any other. Call this only if the
  /// form ``isKnown``.
  @inline(__always)
  static func words(of text: String) -> Words? {
    // This only reads. The sizes are equal, and every bit pattern is a pair of integers.
    let (first, last) = unsafeBitCast(text, to: (UInt64, UInt64).self)
    guard last &>> 60 == 0xE else { return nil }
    return Words(first: first, second: last & (1 &<< 56 &- 1), count: Int(truncatingIfNeeded: last &>> 56 & 0xF))
  }

  private static func mark(count: Int) -> UInt64 { UInt64(truncatingIfNeeded: 0xE0 | count) &<< 56 }

  /// The string of ASCII bytes. Call this only if the form ``isKnown``.
  @inline(__always)
  static func text(_ text: Words) -> String {
    var words = text.inString
    // Both have the same size, which ``isKnown`` has checked, and the alignment of a word. The string refers to no
    // memory, so there is nothing to count or free. It is moved, not copied, so that nothing tries to.
    return withUnsafeMutableBytes(of: &words) { bytes in
      bytes.baseAddress.map { $0.bindMemory(to: String.self, capacity: 1).move() } ?? ""
    }
  }

  /// Puts the string of ASCII bytes into a variable that is `nil`. Call this only if the form ``isKnown``.
  @inline(__always)
  static func put(_ text: Words, in value: inout String?) {
    let words = text.inString
    withUnsafeMutableBytes(of: &value) { bytes in
      // Two words fit, and they are those of an optional string that is not `nil`: ``isKnown`` has checked both. Neither
      // `nil` nor the string refers to memory, so there is nothing to count or free.
      bytes.storeBytes(of: words.0, as: UInt64.self)
      bytes.storeBytes(of: words.1, toByteOffset: 8, as: UInt64.self)
    }
  }
}
