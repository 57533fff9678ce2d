import TributaryScan

/// Sixteen bytes of text that are examined together, by SSE2 or NEON where the machine has them.
enum ByteBlock {
  /// How many bytes a block has.
  static let count = 16

  /// How many bytes of a block come before the first quote, backslash, control character or byte that is not ASCII.
  /// Sixteen bytes must be readable.
  @inline(__always)
  static func plainCount(at pointer: UnsafePointer<UInt8>) -> Int { tributary_plain_count(pointer) }

  /// The bytes of a block that come before the first quote, backslash, control character or byte that is not ASCII, as
  /// two words with zeros after them, and how many they are. Sixteen bytes must be readable.
  @inline(__always)
  static func plainText(at pointer: UnsafePointer<UInt8>) -> tributary_plain_text { tributary_plain_text_at(pointer) }

  /// How many bytes of a block are ASCII without quotes, backslashes and control characters, or whole scalars of two
  /// bytes of UTF-8, up to the first that is neither. Sixteen bytes must be readable.
  @inline(__always)
  static func pairTextCount(at pointer: UnsafePointer<UInt8>) -> Int { tributary_pair_text_count(pointer) }

  /// How many bytes of a block come before the first quote, backslash or control character. Sixteen bytes must be
  /// readable.
  @inline(__always)
  static func cleanCount(at pointer: UnsafePointer<UInt8>) -> Int { tributary_clean_count(pointer) }

  /// The same of two words, of which the first byte is the lowest.
  @inline(__always)
  static func cleanCount(_ low: UInt64, _ high: UInt64) -> Int { tributary_clean_count_of_words(low, high) }

  /// Copies a block. Sixteen bytes must be readable, and writable at the target.
  @inline(__always)
  static func copy(_ source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>) {
    let bytes = UnsafeRawPointer(source).loadUnaligned(as: SIMD2<UInt64>.self)
    UnsafeMutableRawPointer(target).storeBytes(of: bytes, as: SIMD2<UInt64>.self)
  }
}
