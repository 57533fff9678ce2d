/// Immutable bytes with one owner; copies and slices share it.
///
/// The bytes are in memory, or in a mapped file that the owner unmaps when the last slice is released.
public struct SharedBytes: Sendable {
  /// The owner of the memory.
  let storage: Storage
  /// Where this slice begins in the owner's memory.
  let start: Int
  /// How many bytes there are.
  public let count: Int

  /// No bytes.
  public init() { self.init(storage: .empty) }

  /// A copy of an array.
  public init(_ bytes: [UInt8]) {
    self.init(storage: bytes.withUnsafeBytes { Storage(copying: $0) })
  }

  /// A copy of memory.
  public init(copying bytes: UnsafeRawBufferPointer) { self.init(storage: Storage(copying: bytes)) }

  /// The UTF-8 form of a text.
  public init(_ text: String) {
    var text = text
    self.init(storage: text.withUTF8 { Storage(copying: UnsafeRawBufferPointer($0)) })
  }

  /// Memory that was allocated elsewhere, such as a mapped file.
  ///
  /// - Parameters:
  ///   - pointer: The first byte. The memory must not change until `release` is called.
  ///   - count: How many bytes there are.
  ///   - release: Called once, from any thread, when the last slice is released.
  package init(adopting pointer: UnsafeRawPointer, count: Int, release: @escaping @Sendable () -> Void) {
    self.init(storage: Storage(adopting: pointer, count: max(0, count), release: release))
  }

  init(storage: Storage) {
    self.storage = storage
    self.start = 0
    self.count = storage.count
  }

  private init(storage: Storage, start: Int, count: Int) {
    self.storage = storage
    self.start = start
    self.count = count
  }

  /// Whether there are no bytes.
  public var isEmpty: Bool { count == 0 }

  /// A slice that shares the memory. A range is clamped to the bytes that exist.
  public subscript(range: Range<Int>) -> SharedBytes {
    let lower = min(max(range.lowerBound, 0), count)
    let upper = min(max(range.upperBound, lower), count)
    return SharedBytes(storage: storage, start: start + lower, count: upper - lower)
  }

  /// Calls the body with the bytes. The pointer must not be used afterwards.
  @inlinable
  public func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let buffer = unsafeBuffer
    defer { extendLifetime() }
    return try body(buffer)
  }

  /// The length of the byte order mark at the beginning: three or zero.
  package var byteOrderMarkCount: Int {
    withUnsafeBytes { $0.count >= 3 && $0[0] == 0xEF && $0[1] == 0xBB && $0[2] == 0xBF ? 3 : 0 }
  }

  /// A copy as an array.
  public var array: [UInt8] { withUnsafeBytes { Array($0) } }

  /// The bytes as text. What is not UTF-8 becomes U+FFFD.
  public var text: String { withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }

  /// The bytes, for as long as ``storage`` lives.
  @usableFromInline
  var unsafeBuffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: storage.pointer + start, count: count) }

  /// The address of the first byte; readable only if there is one.
  var firstByte: UnsafePointer<UInt8> { (storage.pointer + start).assumingMemoryBound(to: UInt8.self) }

  @usableFromInline
  func extendLifetime() { withExtendedLifetime(storage) {} }
}

extension SharedBytes: Hashable {
  /// Whether the bytes are equal, whoever owns them.
  public static func == (left: Self, right: Self) -> Bool {
    left.count == right.count
      && left.withUnsafeBytes { leftBytes in right.withUnsafeBytes { leftBytes.elementsEqual($0) } }
  }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    withUnsafeBytes { hasher.combine(bytes: $0) }
    hasher.combine(count)
  }
}
