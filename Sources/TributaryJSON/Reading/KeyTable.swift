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
      var slot = Self.hash(entry.pointee.name, readable: entry.pointee.name.count) & (slotCount - 1)
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

  /// The entry of a name that is between quotes without escapes.
  ///
  /// - Parameters:
  ///   - name: The name. Before it are a quote and one more byte at least.
  ///   - readable: How many bytes can be read from its first one on; at least its length.
  func entry(forQuoted name: UnsafeBufferPointer<UInt8>, readable: Int) -> UnsafePointer<KeyEntry>? {
    guard let start = name.baseAddress else { return nil }
    var slot = Self.hash(name, readable: readable) & slotMask
    while let entry = slots[slot] {
      if readable >= entry.pointee.readable &- 2 {
        if entry.pointee.matches(before: start - 2) { return entry }
      } else if entry.pointee.isNamed(name) {
        return entry
      }
      slot = (slot &+ 1) & slotMask
    }
    return nil
  }

  /// The entry of a name by itself.
  func entry(for name: UnsafeBufferPointer<UInt8>) -> UnsafePointer<KeyEntry>? {
    var slot = Self.hash(name, readable: name.count) & slotMask
    while let entry = slots[slot] {
      if entry.pointee.isNamed(name) { return entry }
      slot = (slot &+ 1) & slotMask
    }
    return nil
  }

  /// A hash over the length and the first and last eight bytes.
  private static func hash(_ name: UnsafeBufferPointer<UInt8>, readable: Int) -> Int {
    guard let start = name.baseAddress else { return 0 }
    let count = name.count
    var first: UInt64 = 0
    var last: UInt64 = 0
    if count >= 8 {
      first = ByteWord(at: start).bits
      last = ByteWord(at: start + (count &- 8)).bits
    } else if readable >= 8 {
      first = ByteWord(at: start).bits & ByteWord.mask(count)
    } else {
      for index in 0..<count { first |= UInt64(start[index]) << UInt64(index &* 8) }
    }
    let mixed = (first ^ (last &<< 23 | last &>> 41) ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed &>> 40)
  }
}
