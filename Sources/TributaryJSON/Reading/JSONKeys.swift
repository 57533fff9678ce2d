/// The names of a model's fields, made once and used for every object that is read.
///
/// Reading expects the names in this order, which costs one comparison each; any other order, missing and unknown
/// names cost a little more and mean the same. Names are compared byte by byte, after escapes.
///
/// ```swift
/// static let keys: JSONKeys = ["id", "first_name", "last_name"]
/// ```
///
/// A table stays in memory until the program ends, so that objects can use it without counting references. Make one a
/// model, in a `static let`, never one a call.
public struct JSONKeys: Sendable, ExpressibleByArrayLiteral {
  /// The table, which nothing changes after `init` and nothing ever frees; hence it can be read from everywhere.
  nonisolated(unsafe) let table: UnsafePointer<Table>

  /// A table of names.
  ///
  /// - Parameters:
  ///   - names: The names, whose index ``JSONReader/nextKey(_:)`` returns. Of equal names the first counts.
  ///   - aliases: Other names for some of them, each with the index of the name that it stands for.
  public init(_ names: [String], aliases: [String: Int] = [:]) {
    let table = UnsafeMutablePointer<Table>.allocate(capacity: 1)
    table.initialize(to: Table(names: names, aliases: aliases))
    self.table = UnsafePointer(table)
  }

  /// A table of names without aliases.
  public init(arrayLiteral elements: String...) { self.init(elements) }

  /// The names, in order, without aliases.
  public var names: [String] { table.pointee.names }
}

extension JSONKeys {
  /// What a name looks like in memory.
  struct Entry {
    /// The bytes of the name and a closing quote, padded with zeros to whole words.
    var bytes: UnsafePointer<UInt8>
    /// How many bytes the name has.
    var count: Int
    /// Which of the last word's bytes belong to the name or its quote.
    var lastMask: UInt64
    /// How many whole words come before the last one.
    var wholeWords: Int
    /// What reading returns for it.
    var index: Int
  }

  /// The names as they are compared: in order, and by hash.
  struct Table {
    var names: [String]
    /// The entries of the names, then those of the aliases.
    var entries: UnsafePointer<Entry>
    /// How many entries stand for names, so that the next one can be predicted.
    var nameCount: Int
    /// Indices into the entries, -1 where there is none; a power of two, at most half full.
    var slots: UnsafePointer<Int>
    var slotMask: Int

    init(names: [String], aliases: [String: Int]) {
      self.names = names
      nameCount = names.count
      let valid = aliases.filter { names.indices.contains($0.value) }.sorted { $0.key < $1.key }
      let all = names.enumerated().map { ($0.element, $0.offset) } + valid.map { ($0.key, $0.value) }
      let entries = UnsafeMutablePointer<Entry>.allocate(capacity: max(1, all.count))
      var slotCount = 8
      while slotCount < all.count * 2 { slotCount *= 2 }
      let slots = UnsafeMutablePointer<Int>.allocate(capacity: slotCount)
      slots.initialize(repeating: -1, count: slotCount)
      for (position, (name, index)) in all.enumerated() {
        let entry = Entry(name: name, index: index)
        (entries + position).initialize(to: entry)
        var slot = Self.hash(UnsafeBufferPointer(start: entry.bytes, count: entry.count)) & (slotCount - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slotCount - 1) }
        slots[slot] = position
      }
      self.entries = UnsafePointer(entries)
      self.slots = UnsafePointer(slots)
      slotMask = slotCount - 1
    }

    /// The index for a name, or -1.
    func index(of name: UnsafeBufferPointer<UInt8>) -> Int {
      var slot = Self.hash(name) & slotMask
      while true {
        let position = slots[slot]
        guard position >= 0 else { return -1 }
        if entries[position].equals(name) { return entries[position].index }
        slot = (slot + 1) & slotMask
      }
    }

    /// A hash over the length and up to sixteen bytes from both ends.
    private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> Int {
      var hash = UInt64(truncatingIfNeeded: name.count)
      for byte in name.prefix(8) { hash = hash &* 31 &+ UInt64(byte) }
      for byte in name.suffix(8) { hash = hash &* 31 &+ UInt64(byte) }
      return Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 40)
    }
  }
}

extension JSONKeys.Entry {
  init(name: String, index: Int) {
    let characters = Array(name.utf8) + [0x22]
    let wordCount = (characters.count + 7) / 8
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: wordCount * 8)
    memory.initialize(repeating: 0, count: wordCount * 8)
    for (offset, byte) in characters.enumerated() { memory[offset] = byte }
    bytes = UnsafePointer(memory)
    count = characters.count - 1
    wholeWords = wordCount - 1
    let rest = characters.count - wholeWords * 8
    lastMask = rest == 8 ? .max : (1 << UInt64(rest * 8)) - 1
    self.index = index
  }

  /// Whether the bytes behind an opening quote are this name and its closing quote.
  ///
  /// Only where whole words can be loaded; otherwise it answers no, and the caller looks the name up.
  @inline(__always)
  func matches(at cursor: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) -> Bool {
    guard end - cursor >= (wholeWords &+ 1) &* 8 else { return false }
    var offset = 0
    for _ in 0..<wholeWords {
      if ByteWord(at: cursor + offset).bits != ByteWord(at: bytes + offset).bits { return false }
      offset &+= 8
    }
    return (ByteWord(at: cursor + offset).bits ^ ByteWord(at: bytes + offset).bits) & lastMask == 0
  }

  /// Whether a name without escapes is this one.
  func equals(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    name.count == count && name.elementsEqual(UnsafeBufferPointer(start: bytes, count: count))
  }
}
