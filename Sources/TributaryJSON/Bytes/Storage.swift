extension SharedBytes {
  /// Owns a piece of memory and gives it back once.
  ///
  /// `@unchecked Sendable` holds because nothing changes between `init` and `deinit`: every property is a `let`; the
  /// memory is written before the object exists and never again (a private copy), or by the caller's promise (adopted
  /// memory); and `release` is `@Sendable` and runs once, in `deinit`, when no other reference is left.
  final class Storage: @unchecked Sendable {
    let pointer: UnsafeRawPointer
    let count: Int
    /// Gives adopted memory back; `nil` for memory allocated here.
    private let release: (@Sendable () -> Void)?

    static let empty = Storage(copying: UnsafeRawBufferPointer(start: nil, count: 0))

    /// Copies bytes into memory of its own.
    init(copying bytes: UnsafeRawBufferPointer) {
      let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 1)
      if let source = bytes.baseAddress { memory.copyMemory(from: source, byteCount: bytes.count) }
      pointer = UnsafeRawPointer(memory)
      count = bytes.count
      release = nil
    }

    /// Takes over memory from `UnsafeMutableRawPointer.allocate` that nobody else writes or frees.
    init(owning memory: UnsafeMutableRawPointer, count: Int) {
      pointer = UnsafeRawPointer(memory)
      self.count = count
      release = nil
    }

    /// Takes over memory that stays as it is until `release` is called.
    init(adopting pointer: UnsafeRawPointer, count: Int, release: @escaping @Sendable () -> Void) {
      self.pointer = pointer
      self.count = count
      self.release = release
    }

    deinit {
      if let release { release() } else { pointer.deallocate() }
    }
  }
}
