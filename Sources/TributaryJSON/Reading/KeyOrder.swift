/// Remembers the order of names, so that objects with another order than the table's, or without some of its names, are
/// read almost as fast as others.
///
/// It belongs to a single reader and is not shared. What it remembers is only a guess, which is checked.
struct KeyOrder: ~Copyable {
  /// The entry that last came instead of another, at an index derived from that entry's address; allocated when first
  /// needed.
  private var instead: UnsafeMutablePointer<UnsafePointer<KeyEntry>?>?

  /// The table of which an object last had another order.
  private var other: UnsafePointer<KeyTable>?

  private static let count = 128

  init() {}

  deinit { instead?.deallocate() }

  /// Whether the last object that had another order than its table was of this one.
  @inline(__always)
  func isOther(for table: UnsafePointer<KeyTable>) -> Bool { other == table }

  /// Notes that an object has another order than its table.
  @inline(__always)
  mutating func noteOther(for table: UnsafePointer<KeyTable>) { other = table }

  /// What to expect where the table has an entry: another of the same table, or the entry itself.
  @inline(__always)
  func guess(for entry: UnsafePointer<KeyEntry>, in table: UnsafePointer<KeyTable>) -> UnsafePointer<KeyEntry> {
    guard let instead, let other = instead[Self.place(of: entry)], table.pointee.contains(other) else { return entry }
    return other
  }

  /// Notes what came where the table has an entry.
  mutating func learn(_ found: UnsafePointer<KeyEntry>, for entry: UnsafePointer<KeyEntry>) {
    if instead == nil {
      let memory = UnsafeMutablePointer<UnsafePointer<KeyEntry>?>.allocate(capacity: Self.count)
      memory.initialize(repeating: nil, count: Self.count)
      instead = memory
    }
    instead?[Self.place(of: entry)] = found
  }

  @inline(__always)
  private static func place(of entry: UnsafePointer<KeyEntry>) -> Int {
    Int(bitPattern: entry) / MemoryLayout<KeyEntry>.stride & (count - 1)
  }
}
