package import TributaryJSON

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Collects the content of a response, in memory or, above a certain size, in a temporary file.
package struct BodyCollector: ~Copyable {
  private let limits: HTTPLimits
  private var memory: UnsafeMutableRawPointer?
  private var capacity = 0
  private var file: TemporaryFile?
  /// How many bytes were collected.
  package private(set) var count = 0

  package init(limits: HTTPLimits) { self.limits = limits }

  deinit { free(memory) }

  /// Adds bytes, in order.
  ///
  /// - Parameter expected: How many bytes there will be in all, if known.
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
      // The announced size is trusted only up to what may be kept in memory.
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
    // Otherwise memory far larger than the content would be kept as long as the response is.
    let kept = count * 2 < capacity ? realloc(memory, count) ?? memory : memory
    let address = UInt(bitPattern: kept)
    return SharedBytes(adopting: UnsafeRawPointer(kept), count: count) {
      free(UnsafeMutableRawPointer(bitPattern: address))
    }
  }
}
