/// Remembers which name came after which, so that objects whose names stand in another order than the table's, or lack
/// some of it, are read almost as fast as the others.
///
/// One belongs to one reader: nothing is shared, and what it remembers is only ever a guess to be checked.
struct KeyOrder: ~Copyable {
  /// What last came instead of an entry, at a place made from the entry's address; made when first needed.
  private var instead: UnsafeMutablePointer<UnsafePointer<KeyEntry>?>?

  private static let count = 128

  init() {}

  deinit { instead?.deallocate() }

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
