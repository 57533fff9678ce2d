/// Remembers which name came after which, so that objects whose names stand in another order than the table's, or lack
/// some of it, are read almost as fast as the others.
///
/// One belongs to one reader: nothing is shared, and what it remembers is only ever a guess to be checked.
struct KeyOrder: ~Copyable {
  /// The follower of each entry, at a place made from the entry's address; made when first needed.
  private var followers: UnsafeMutablePointer<UnsafePointer<KeyEntry>?>?

  private static let count = 256

  init() {}

  deinit { followers?.deallocate() }

  /// The entry that last came where `predicted` was expected, if it is one of a table's.
  @inline(__always)
  func follower(of predicted: UnsafePointer<KeyEntry>, in table: UnsafePointer<KeyTable>) -> UnsafePointer<KeyEntry>? {
    guard let follower = followers?[Self.place(of: predicted)], table.pointee.contains(follower) else { return nil }
    return follower
  }

  /// Notes what came where `predicted` was expected.
  mutating func learn(_ follower: UnsafePointer<KeyEntry>, at predicted: UnsafePointer<KeyEntry>) {
    if followers == nil {
      let memory = UnsafeMutablePointer<UnsafePointer<KeyEntry>?>.allocate(capacity: Self.count)
      memory.initialize(repeating: nil, count: Self.count)
      followers = memory
    }
    followers?[Self.place(of: predicted)] = follower
  }

  @inline(__always)
  private static func place(of entry: UnsafePointer<KeyEntry>) -> Int {
    Int(bitPattern: entry) / MemoryLayout<KeyEntry>.stride & (count - 1)
  }
}
