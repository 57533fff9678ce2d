/// One name as it is written in a text, prepared for comparing sixteen bytes at a time.
struct KeyEntry {
  /// The first two words of the member: a comma, the quoted name and a colon; zero beyond them.
  private let first: UInt64
  private let second: UInt64
  /// Which bytes of them belong to it.
  private let firstMask: UInt64
  private let secondMask: UInt64
  /// The whole member, padded with zeros to a multiple of eight bytes and to at least 24.
  private let bytes: UnsafePointer<UInt8>
  /// The bit of the index, of one below 64.
  let bit: UInt64
  /// How many bytes must be there to compare. Never enough for a name that has to be looked up.
  let readable: Int
  // These are short, so that an entry fits into a cache line.
  private let shortCount: Int32
  private let shortIndex: Int32

  /// An entry that is found nowhere.
  static var nothing: KeyEntry { KeyEntry(name: "\"", index: -1) }

  init(name: String, index: Int) {
    let member = [0x2C, 0x22] + Array(name.utf8) + [0x22, 0x3A]
    let room = max(16, (member.count + 7) / 8 * 8)
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: max(24, room))
    memory.initialize(repeating: 0, count: max(24, room))
    for (offset, byte) in member.enumerated() { memory[offset] = byte }
    bytes = UnsafePointer(memory)
    first = ByteWord(at: bytes).bits
    second = ByteWord(at: bytes + 8).bits
    firstMask = ByteWord.mask(member.count)
    secondMask = member.count > 8 ? ByteWord.mask(member.count - 8) : 0
    // A name that needs escapes never appears in a text without them.
    let needsEscapes = name.utf8.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }
    readable = needsEscapes ? .max : room
    shortCount = Int32(clamping: member.count)
    shortIndex = Int32(clamping: index)
    bit = (0..<64).contains(index) ? 1 << UInt64(index) : 0
  }

  /// How many bytes a member has before its value: the comma, the quoted name and the colon.
  var count: Int { Int(shortCount) }

  /// What reading returns for it.
  var index: Int { Int(shortIndex) }

  /// The name itself.
  var name: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: bytes + 2, count: count - 4) }

  /// What to compare with instead of a comma, if it is the brace.
  static let brace: UInt8 = 0x2C ^ 0x7B

  /// Whether a member of this name comes next, without white space. ``readable`` bytes must be there.
  ///
  /// - Parameter opening: ``brace`` before the first member, zero before others.
  @inline(__always)
  func isNext(at place: UnsafePointer<UInt8>, _ opening: UInt8) -> Bool {
    let head = (ByteWord(at: place).bits ^ first ^ UInt64(opening)) & firstMask
    let tail = (ByteWord(at: place + 8).bits ^ second) & secondMask
    return head | tail == 0 && (readable <= 16 || matchesRest(place, count))
  }

  /// Whether a quoted name is this one. ``readable`` bytes must be there from the byte before the quote on.
  func matches(before place: UnsafePointer<UInt8>) -> Bool {
    // Neither the byte before the quote nor the one after the name belongs to the name.
    let end = count &- 1
    let head = (ByteWord(at: place).bits ^ first) & ByteWord.mask(end) & ~0xFF
    let tail = (ByteWord(at: place + 8).bits ^ second) & (end > 8 ? ByteWord.mask(end &- 8) : 0)
    return head | tail == 0 && (end <= 16 || matchesRest(place, end))
  }

  /// Whether the bytes after the second word are the same up to an end, which is at most ``count``.
  @inline(__always)
  private func matchesRest(_ place: UnsafePointer<UInt8>, _ end: Int) -> Bool {
    var offset = 16
    while end &- offset > 8 {
      if ByteWord(at: place + offset).bits != ByteWord(at: bytes + offset).bits { return false }
      offset &+= 8
    }
    return (ByteWord(at: place + offset).bits ^ ByteWord(at: bytes + offset).bits) & ByteWord.mask(end &- offset) == 0
  }

  /// Whether a name of at most fifteen bytes is this one.
  ///
  /// - Parameters:
  ///   - low: The first eight bytes of the name, the first the lowest, with zeros after them.
  ///   - high: The bytes after them, likewise.
  ///   - count: How many bytes there are.
  @inline(__always)
  func isNamed(_ low: UInt64, _ high: UInt64, count: Int) -> Bool {
    guard self.count == count &+ 4 else { return false }
    let first = ByteWord(at: bytes + 2).bits & ByteWord.mask(count)
    // There are 24 bytes at least.
    let second = ByteWord(at: bytes + 10).bits & (count > 8 ? ByteWord.mask(count &- 8) : 0)
    return first == low && second == high
  }

  /// Whether a name without escapes is this one.
  func isNamed(_ other: UnsafeBufferPointer<UInt8>) -> Bool { name.count == other.count && name.elementsEqual(other) }
}
