/// Writes JSON into memory in its shortest form, without white space and with only the escapes that JSON requires.
///
/// The writer adds commas and colons. The caller balances brackets and alternates names with values. What JSON cannot
/// represent, such as a number that is not finite, is reported as ``error`` and never becomes null.
///
/// ```swift
/// var writer = JSONWriter()
/// writer.beginObject()
/// writer.field("id", 7)
/// writer.endObject()
/// let bytes = writer.finish()   // {"id":7}
/// ```
public struct JSONWriter: ~Copyable {
  private var memory: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// Whether the memory is to be given back to ``ScratchMemory`` and not freed.
  private var isScratch: Bool
  /// How many bytes have been written.
  package private(set) var count = 0
  /// Whether a comma must come before the next name or value.
  var needsComma = false
  /// Whether the bytes of short strings can be read here. This is checked once, not for each string.
  let knowsSmallText = SmallText.isKnown
  /// The first value that could not be written, or `nil`. If there is an error, the output is not valid JSON.
  public internal(set) var error: JSONWriteError?

  /// A writer with no output.
  ///
  /// - Parameter capacity: How many bytes to make room for; it grows as needed. A text that is not known to be short
  ///   is written into ``ScratchMemory`` first.
  @usableFromInline package init(capacity: Int = 256) {
    if capacity >= 256, let scratch = ScratchMemory.take() {
      (memory, self.capacity, isScratch) = (scratch, ScratchMemory.capacity, true)
    } else {
      self.capacity = max(64, capacity)
      (memory, isScratch) = (.allocate(capacity: self.capacity), false)
    }
  }

  /// Frees the memory, unless ``finish()`` has handed it over and left no capacity.
  deinit { if capacity > 0 { release() } }

  private func release() {
    if isScratch { ScratchMemory.giveBack(memory) } else { memory.deallocate() }
  }

  /// The JSON of a value. If a part of it cannot be written, this is not valid JSON; ``checkedBytes(of:)`` throws in
  /// that case.
  @inlinable
  public static func bytes<Value: JSONEncodable>(of value: Value) -> SharedBytes {
    var writer = JSONWriter()
    value.encode(into: &writer)
    return writer.finish()
  }

  /// The JSON of a value, as text.
  @inlinable
  public static func text<Value: JSONEncodable>(of value: Value) -> String { bytes(of: value).text }

  /// The output. Memory of its own is handed over, not copied.
  @usableFromInline package consuming func finish() -> SharedBytes {
    if isScratch { return SharedBytes(copying: UnsafeRawBufferPointer(start: memory, count: count)) }
    let bytes = SharedBytes(storage: SharedBytes.Storage(owning: UnsafeMutableRawPointer(memory), count: count))
    capacity = 0
    return bytes
  }

  /// The path of the value that comes next.
  var path: JSONPath {
    var written = Array(UnsafeBufferPointer(start: memory, count: count))
    if needsComma { written.append(0x2C) }
    return JSONPath(offset: written.count, in: SharedBytes(written))
  }

  /// Makes space, and returns where to write.
  @inline(__always)
  mutating func reserve(_ additional: Int) -> UnsafeMutablePointer<UInt8> {
    if capacity &- count < additional { grow(additional) }
    return memory + count
  }

  /// Counts bytes that were written at the address from ``reserve(_:)``.
  @inline(__always)
  mutating func advance(_ written: Int) { count &+= written }

  /// Counts bytes that were written from the address from ``reserve(_:)`` up to another.
  @inline(__always)
  mutating func finish(at end: UnsafeMutablePointer<UInt8>) { count = end - memory }

  @inline(never)
  private mutating func grow(_ additional: Int) {
    let larger = max(capacity * 2, count + additional)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    moved.update(from: memory, count: count)
    release()
    (memory, capacity, isScratch) = (moved, larger, false)
  }

  /// Appends one byte.
  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1).pointee = byte
    count &+= 1
  }

  /// What has been written.
  var written: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: memory, count: count) }

  /// Puts bytes in front of others that have been written, with a comma behind them if asked for.
  mutating func insert(_ bytes: UnsafeRawBufferPointer, comma: Bool, at place: Int) {
    let added = bytes.count + (comma ? 1 : 0)
    _ = reserve(added)
    let target = memory + place
    (target + added).update(from: target, count: count - place)
    for (offset, byte) in bytes.enumerated() { target[offset] = byte }
    if comma { target[bytes.count] = 0x2C }
    count += added
  }

  /// Appends bytes as they are.
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    reserve(bytes.count).update(from: source, count: bytes.count)
    count &+= bytes.count
  }

  /// Writes the comma before a value or name if needed, and notes that the next one needs it.
  @inline(__always)
  mutating func separate() {
    if needsComma { append(0x2C) }
    needsComma = true
  }

  /// Notes that a value has just been written byte by byte.
  @inline(__always)
  mutating func separated() { needsComma = true }

  /// Begins an object.
  @_spi(Generated) public mutating func beginObject() { open(0x7B) }

  /// Ends an object.
  @_spi(Generated) public mutating func endObject() { close(0x7D) }

  /// Begins an array.
  @usableFromInline package mutating func beginArray() { open(0x5B) }

  /// Ends an array.
  @usableFromInline package mutating func endArray() { close(0x5D) }

  @usableFromInline mutating func open(_ bracket: UInt8) {
    separate()
    append(bracket)
    needsComma = false
  }

  @usableFromInline mutating func close(_ bracket: UInt8) {
    append(bracket)
    needsComma = true
  }

  /// Writes the name of a member that may need escapes; its value comes next.
  @usableFromInline package mutating func name(named name: String) {
    string(name)
    colon()
  }

  /// Writes the colon after a name.
  mutating func colon() {
    append(0x3A)
    needsComma = false
  }
}
