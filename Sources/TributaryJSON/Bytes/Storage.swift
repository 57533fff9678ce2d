extension SharedBytes {
  /// Owns a piece of memory and releases it once.
  ///
  /// `@unchecked Sendable` is correct because nothing changes between `init` and `deinit`. Every property is a `let`. A
  /// private copy is written before the object exists and never again; for adopted memory, the caller promises the
  /// same. `release` is `@Sendable` and runs once, in `deinit`, when no other reference is left.
  final class Storage: @unchecked Sendable {
    let pointer: UnsafeRawPointer
    let count: Int
    /// Releases adopted memory; `nil` for memory that was allocated here.
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

    /// Takes ownership of memory from `UnsafeMutableRawPointer.allocate` that nobody else writes or frees.
    init(owning memory: UnsafeMutableRawPointer, count: Int) {
      pointer = UnsafeRawPointer(memory)
      self.count = count
      release = nil
    }

    /// Takes ownership of memory that does not change until `release` is called.
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
