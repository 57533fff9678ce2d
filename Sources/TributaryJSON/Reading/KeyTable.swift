/// The names of a model as they are looked up: in order, and by hash. Lives forever.
struct KeyTable {
  let names: [String]
  /// The names in order and one that matches nothing, so that the one after the last can be predicted as well.
  let entries: UnsafePointer<KeyEntry>
  private let entriesEnd: UnsafePointer<KeyEntry>
  /// Names and aliases by hash, `nil` if there is none; a power of two, at most half full.
  private let slots: UnsafePointer<UnsafePointer<KeyEntry>?>
  private let slotMask: Int

  init(names: [String], aliases: [String: Int]) {
    self.names = names
    let entries = UnsafeMutablePointer<KeyEntry>.allocate(capacity: names.count + 1 + aliases.count)
    var filled = 0
    for (index, name) in names.enumerated() {
      (entries + filled).initialize(to: KeyEntry(name: name, index: index))
      filled += 1
    }
    (entries + filled).initialize(to: .nothing)
    filled += 1
    for (name, index) in aliases.sorted(by: { $0.key < $1.key }) where names.indices.contains(index) {
      (entries + filled).initialize(to: KeyEntry(name: name, index: index))
      filled += 1
    }
    var slotCount = 8
    while slotCount < filled * 2 { slotCount *= 2 }
    let slots = UnsafeMutablePointer<UnsafePointer<KeyEntry>?>.allocate(capacity: slotCount)
    slots.initialize(repeating: nil, count: slotCount)
    for position in 0..<filled where position != names.count {
      let entry = UnsafePointer(entries + position)
      var slot = Self.hash(entry.pointee.name) & (slotCount - 1)
      while slots[slot] != nil { slot = (slot + 1) & (slotCount - 1) }
      slots[slot] = entry
    }
    self.entries = UnsafePointer(entries)
    entriesEnd = UnsafePointer(entries + filled)
    self.slots = UnsafePointer(slots)
    slotMask = slotCount - 1
  }

  /// Whether an entry, alive or not, is one of this table's.
  @inline(__always)
  func contains(_ entry: UnsafePointer<KeyEntry>) -> Bool { entry >= entries && entry < entriesEnd }

  /// The entry of a name of at most fifteen bytes.
  ///
  /// - Parameters:
  ///   - low: The first eight bytes of the name, the first the lowest, with zeros after them.
  ///   - high: The bytes after them, likewise.
  ///   - count: How many bytes there are.
  @inline(__always)
  func entry(_ low: UInt64, _ high: UInt64, count: Int) -> UnsafePointer<KeyEntry>? {
    var slot = Self.hash(low, high, count: count) & slotMask
    while let entry = slots[slot] {
      if entry.pointee.isNamed(low, high, count: count) { return entry }
      slot = (slot &+ 1) & slotMask
    }
    return nil
  }

  /// The entry of a name without escapes.
  func entry(for name: UnsafeBufferPointer<UInt8>) -> UnsafePointer<KeyEntry>? {
    var slot = Self.hash(name) & slotMask
    while let entry = slots[slot] {
      if entry.pointee.isNamed(name) { return entry }
      slot = (slot &+ 1) & slotMask
    }
    return nil
  }

  /// A hash over the length and all bytes of a name of at most fifteen, or the first and last eight of others.
  private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> Int {
    guard let start = name.baseAddress, name.count > 15 else {
      func word(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
      }
      return hash(word(name.prefix(8)), word(name.dropFirst(8)), count: name.count)
    }
    return hash(ByteWord(at: start).bits, ByteWord(at: start + (name.count - 8)).bits, count: name.count)
  }

  @inline(__always)
  private static func hash(_ first: UInt64, _ last: UInt64, count: Int) -> Int {
    let mixed = (first ^ (last &<< 23 | last &>> 41) ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed &>> 40)
  }
}
