import TributaryJSON

/// Gathers the content of an answer: in memory, and from a certain size on in a temporary file.
struct BodyCollector: ~Copyable {
  private let limits: HTTPLimits
  private var memory: [UInt8] = []
  private var file: TemporaryFile?
  private(set) var count = 0

  init(limits: HTTPLimits) { self.limits = limits }

  /// Adds bytes, in order.
  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(TransportError) {
    guard bytes.count <= limits.bodyBytes - count else { throw .tooLarge(limit: limits.bodyBytes) }
    count += bytes.count
    if file == nil, count <= limits.memoryBytes {
      memory.append(contentsOf: bytes)
      return
    }
    if file == nil {
      file = try .create()
      let early = memory
      memory = []
      try SharedBytes(early).withUnsafeBytes { early throws(TransportError) in try file?.write(early) }
    }
    try file?.write(bytes)
  }

  /// The content, complete. The collector is empty afterwards.
  mutating func finish() throws(TransportError) -> SharedBytes {
    defer { file = nil }
    if let bytes = try file?.map() { return bytes }
    let bytes = memory
    memory = []
    return SharedBytes(bytes)
  }
}
