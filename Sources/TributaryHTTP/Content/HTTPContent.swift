public import TributaryJSON

/// The content of a request: bytes in memory, a file, or a stream.
public enum HTTPContent: Sendable, Equatable {
  /// Bytes in memory.
  case bytes(SharedBytes)
  /// A file, which is read while it is sent. It must not change meanwhile.
  case file(path: String)
  /// Chunks that are sent as they are produced.
  case stream(ContentStream)
}

/// Content that is produced while it is sent, for example by an `AsyncSequence`.
///
/// ```swift
/// let lines = AsyncStream<SharedBytes> { continuation in
///   continuation.yield(SharedBytes("one\n"))
///   continuation.finish()
/// }
/// request.content = .stream(ContentStream(lines))
/// ```
///
/// The next chunk is requested from the sequence only once the connection has taken the previous one. It is read once,
/// so a request with such content is never sent a second time.
public struct ContentStream: Sendable, Equatable {
  /// Takes a chunk, waiting until there is room; false once no more content is needed.
  package typealias Send = @Sendable (SharedBytes) async -> Bool

  private final class Identity: Sendable {}

  /// The size in bytes, or `nil` if unknown; the content is then sent in chunks.
  public let length: Int?
  /// Sends every chunk.
  package let pump: @Sendable (_ send: Send) async throws -> Void
  /// Whether the content can be produced again for another attempt.
  package let isRepeatable: Bool
  private let identity = Identity()

  /// Content from a sequence of chunks.
  ///
  /// - Parameters:
  ///   - chunks: The content in order. An error that it throws ends the exchange.
  ///   - length: The size in bytes. Content of another size is an error.
  public init<Chunks: AsyncSequence & Sendable>(_ chunks: Chunks, length: Int? = nil)
  where Chunks.Element == SharedBytes {
    self.init(length: length, isRepeatable: false) { send in
      for try await chunk in chunks where !chunk.isEmpty { guard await send(chunk) else { return } }
    }
  }

  /// Content from a function that sends every chunk, until one is no longer needed.
  package init(length: Int?, isRepeatable: Bool, pump: @escaping @Sendable (_ send: Send) async throws -> Void) {
    self.length = length.map { max(0, $0) }
    self.isRepeatable = isRepeatable
    self.pump = pump
  }

  /// Whether two values are the same stream.
  public static func == (left: Self, right: Self) -> Bool { left.identity === right.identity }
}

extension HTTPContent {
  /// Whether the content can be sent again in another attempt.
  package var isRepeatable: Bool { if case .stream(let stream) = self { stream.isRepeatable } else { true } }

  /// The whole content, for a service that runs in this process.
  ///
  /// - Parameter limit: The maximum size in bytes.
  /// - Throws: ``TransportError/invalidRequest(_:)`` if a file cannot be read or the content is larger.
  public func collect(upTo limit: Int = 64 << 20) async throws(TransportError) -> SharedBytes {
    switch self {
    case .bytes(let bytes): return bytes
    case .file(let path):
      var collected: [UInt8] = []
      let file = try ContentFile(path: path)
      guard file.length <= limit else { throw .invalidRequest("the content is larger than \(limit) bytes") }
      try file.forEachChunk { collected += $0 }
      return SharedBytes(collected)
    case .stream(let stream):
      let collected = Locked<[UInt8]>([])
      do {
        try await stream.pump { chunk in
          collected.withLock { collected in
            collected += chunk.array
            return collected.count <= limit
          }
        }
      } catch {
        throw .content("\(error)")
      }
      let bytes = collected.withLock { $0 }
      guard bytes.count <= limit else { throw .invalidRequest("the content is larger than \(limit) bytes") }
      return SharedBytes(bytes)
    }
  }
}
