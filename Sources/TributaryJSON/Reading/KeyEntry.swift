/// One name as it is written in a text, with both quotes, prepared for comparing eight bytes at a time.
struct KeyEntry {
  /// The first eight bytes, and which of them belong to the quoted name.
  private let first: UInt64
  private let firstMask: UInt64
  /// The next eight bytes, or zero.
  private let second: UInt64
  /// Which bytes of the last word belong to the quoted name.
  private let lastMask: UInt64
  /// The bytes begin with the opening quote and are padded with zeros to whole words.
  private let bytes: UnsafePointer<UInt8>
  /// The bit of the index, of one below 64.
  let bit: UInt64
  // These are as short as possible, so that an entry fits into a cache line.
  private let shortQuotedCount: Int32
  private let shortIndex: Int32
  /// How many words there are after the first.
  private let moreWords: Int32
  private let shortReadable: Int32

  /// An entry that is found nowhere.
  static var nothing: KeyEntry { KeyEntry(name: "\"", index: -1) }

  init(name: String, index: Int) {
    let quoted = [0x22] + Array(name.utf8) + [0x22]
    let wordCount = (quoted.count + 7) / 8
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: wordCount * 8)
    memory.initialize(repeating: 0, count: wordCount * 8)
    for (offset, byte) in quoted.enumerated() { memory[offset] = byte }
    bytes = UnsafePointer(memory)
    first = ByteWord(at: bytes).bits
    firstMask = ByteWord.mask(quoted.count)
    second = wordCount > 1 ? ByteWord(at: bytes + 8).bits : 0
    lastMask = ByteWord.mask(quoted.count - (wordCount - 1) * 8)
    moreWords = Int32(clamping: wordCount - 1)
    shortQuotedCount = Int32(clamping: quoted.count)
    // A name that needs escapes never appears in a text without them.
    let needsEscapes = name.utf8.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }
    shortReadable = needsEscapes ? .max : Int32(clamping: wordCount * 8 + 2)
    shortIndex = Int32(clamping: index)
    bit = (0..<64).contains(index) ? 1 << UInt64(index) : 0
  }

  /// How many bytes the name has with its quotes.
  var quotedCount: Int { Int(shortQuotedCount) }

  /// How many bytes must be there to compare: whole words, and one before and after them. Never enough for a name
  /// that has to be looked up.
  var readable: Int { shortReadable == .max ? .max : Int(shortReadable) }

  /// What reading returns for it.
  var index: Int { Int(shortIndex) }

  /// The name itself.
  var name: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: bytes + 1, count: quotedCount - 2) }

  /// Whether a quoted name is this one. ``readable`` bytes must be there, counted from the byte before the quote.
  @inline(__always)
  func matches(_ quote: UnsafePointer<UInt8>) -> Bool {
    guard (ByteWord(at: quote).bits ^ first) & firstMask == 0 else { return false }
    guard moreWords > 0 else { return true }
    let difference = ByteWord(at: quote + 8).bits ^ second
    return moreWords == 1 ? difference & lastMask == 0 : difference == 0 && matchesRest(quote)
  }

  /// Whether the words after the second are this name's.
  @inline(__always)
  private func matchesRest(_ quote: UnsafePointer<UInt8>) -> Bool {
    var offset = 16
    var remaining = moreWords &- 1
    while remaining > 1 {
      if ByteWord(at: quote + offset).bits != ByteWord(at: bytes + offset).bits { return false }
      offset &+= 8
      remaining &-= 1
    }
    return (ByteWord(at: quote + offset).bits ^ ByteWord(at: bytes + offset).bits) & lastMask == 0
  }

  /// Whether a name without escapes is this one.
  func isNamed(_ other: UnsafeBufferPointer<UInt8>) -> Bool { name.count == other.count && name.elementsEqual(other) }
}
