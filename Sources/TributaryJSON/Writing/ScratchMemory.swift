import Synchronization

/// Memory that one writer after another uses, so that a text is copied once into memory of its own size instead of
/// being moved whenever the memory doubles.
///
/// There is one piece for the whole program, taken by at most one writer at a time: an exchange with zero makes the
/// writer its only owner until it gives it back. A writer that finds none allocates as it goes. The memory is never
/// freed, and only pages that were written to count.
enum ScratchMemory {
  /// How many bytes there are.
  static let capacity = 1 << 20

  /// The address while nobody has the memory, or zero.
  private static let address = Atomic(UInt(bitPattern: UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)))

  /// Takes the memory, if nobody has it.
  static func take() -> UnsafeMutablePointer<UInt8>? {
    UnsafeMutablePointer(bitPattern: address.exchange(0, ordering: .acquiring))
  }

  /// Gives back what was taken.
  static func giveBack(_ memory: UnsafeMutablePointer<UInt8>) {
    address.store(UInt(bitPattern: memory), ordering: .releasing)
  }
}
