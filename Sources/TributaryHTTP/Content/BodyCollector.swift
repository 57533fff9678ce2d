package import TributaryJSON

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Gathers the content of a response: in memory, and from a certain size on in a temporary file.
package struct BodyCollector: ~Copyable {
  private let limits: HTTPLimits
  private var memory: UnsafeMutableRawPointer?
  private var capacity = 0
  private var file: TemporaryFile?
  /// How many bytes were gathered.
  package private(set) var count = 0

  package init(limits: HTTPLimits) { self.limits = limits }

  deinit { free(memory) }

  /// Adds bytes, in order.
  ///
  /// - Parameter expected: How many bytes there will be in all, where that is known.
  package mutating func append(
    _ bytes: UnsafeRawBufferPointer, expecting expected: Int? = nil
  ) throws(TransportError) {
    guard bytes.count <= limits.bodyBytes - count else { throw .tooLarge(limit: limits.bodyBytes) }
    if file == nil, count + bytes.count <= limits.memoryBytes {
      try keep(bytes, expected)
    } else {
      if file == nil {
        file = try .create()
        try file?.write(UnsafeRawBufferPointer(start: memory, count: count))
        free(memory)
        memory = nil
      }
      try file?.write(bytes)
    }
    count += bytes.count
  }

  private mutating func keep(_ bytes: UnsafeRawBufferPointer, _ expected: Int?) throws(TransportError) {
    guard let source = bytes.baseAddress, bytes.count > 0 else { return }
    let size = count + bytes.count
    if size > capacity {
      // What a response announces is not believed beyond what may be kept in memory.
      capacity = max(size, min(expected ?? capacity * 2, limits.memoryBytes))
      guard let larger = realloc(memory, capacity) else { throw .failed("there is no memory for the response") }
      memory = larger
    }
    memory?.advanced(by: count).copyMemory(from: source, byteCount: bytes.count)
  }

  /// The content, complete. The collector is empty afterwards.
  package mutating func finish() throws(TransportError) -> SharedBytes {
    defer {
      file = nil
      (memory, capacity, count) = (nil, 0, 0)
    }
    if let bytes = try file?.map() { return bytes }
    guard let memory else { return SharedBytes() }
    // Memory that is far larger than what came would be held for as long as the response is.
    let kept = count * 2 < capacity ? realloc(memory, count) ?? memory : memory
    let address = UInt(bitPattern: kept)
    return SharedBytes(adopting: UnsafeRawPointer(kept), count: count) {
      free(UnsafeMutableRawPointer(bitPattern: address))
    }
  }
}
