/// Strings of up to fifteen ASCII bytes, which are stored in the `String` itself without separate memory.
///
/// Most strings of a payload are that short, and the standard library takes several times as long to create one as it
/// takes to find its end.
enum SmallText {
  /// The most bytes that fit.
  static let capacity = 15

  /// Whether the standard library of this system stores short strings as ``text(_:_:count:)`` creates them: two words
  /// of bytes, the first byte the lowest, with the count and a mark in the highest. This is so on all 64-bit systems of
  /// Apple, where it is part of the stable ABI, and on Linux. It is checked once, with strings that the library has
  /// created; if it is not so, the library creates all strings.
  static let isKnown =
    MemoryLayout<String>.size == MemoryLayout<(UInt64, UInt64)>.size
    && ["", "a", "Hyannis", "8 bytes!", "508-778-6516", "fifteen letters"].allSatisfy { text in
      let bytes = Array(text.utf8)
      let words = [0, 8].map { first in
        bytes.dropFirst(first).prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      }
      // This only reads. The sizes are equal, and every bit pattern is a pair of integers.
      return unsafeBitCast(text, to: (UInt64, UInt64).self) == (words[0], words[1] | mark(count: bytes.count))
    }
    // No other string has the mark: none that is not ASCII, none in memory that was allocated or that never is.
    && ["é", "sixteen letters!", String(repeating: "x", count: 40)].allSatisfy { words(of: $0) == nil }

  /// How many bytes ``Words/put(at:)`` may write: two quotes and two words.
  static let room = 18

  /// The bytes of a short string, as ``text(_:_:count:)`` takes them.
  struct Words {
    var first: UInt64
    var second: UInt64
    var count: Int

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

  /// The bytes of a string that ``text(_:_:count:)`` could have made, or `nil` for any other. Call this only if the
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
  ///
  /// - Parameters:
  ///   - first: The first eight bytes, the first the lowest; zero beyond the text.
  ///   - second: The bytes after them, likewise. The highest is zero, because the text has at most fifteen bytes.
  ///   - count: How many bytes there are, at most ``capacity``.
  @inline(__always)
  static func text(_ first: UInt64, _ second: UInt64, count: Int) -> String {
    var words = (first, second | mark(count: count))
    // Both have the same size, which ``isKnown`` has checked, and the alignment of a word. The string refers to no
    // memory, so there is nothing to count or free. It is moved, not copied, so that nothing tries to.
    return withUnsafeMutableBytes(of: &words) { bytes in
      bytes.baseAddress.map { $0.bindMemory(to: String.self, capacity: 1).move() } ?? ""
    }
  }
}
