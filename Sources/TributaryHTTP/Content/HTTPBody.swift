public import TributaryJSON

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The content of a response, in chunks as they arrive.
///
/// ```swift
/// for try await chunk in stream.body { size += chunk.count }
/// ```
///
/// The connection applies back-pressure: a reader that stops reading stops the server. A streamed body can be read
/// once. Leaving the loop and releasing the body closes the connection, as does cancelling the task.
public struct HTTPBody: AsyncSequence, Sendable {
  /// A piece of the content, never empty.
  public typealias Element = SharedBytes
  /// Why the content ended early.
  public typealias Failure = TransportError

  fileprivate enum Source: Sendable {
    case whole(SharedBytes)
    case chunks(@Sendable () async throws(TransportError) -> SharedBytes?)
  }

  private let source: Source

  /// Content that is complete.
  public init(_ bytes: SharedBytes) { source = .whole(bytes) }

  /// Content from a function, for a transport of your own.
  ///
  /// - Parameter next: The next chunk, or `nil` at the end. It is not called again after that.
  public init(next: @escaping @Sendable () async throws(TransportError) -> SharedBytes?) { source = .chunks(next) }

  /// The content if it is already complete.
  package var complete: SharedBytes? { if case .whole(let bytes) = source { bytes } else { nil } }

  /// Reads the content.
  public func makeAsyncIterator() -> Iterator { Iterator(source: source) }

  /// Reads the content chunk by chunk.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    fileprivate var source: Source?

    /// The next chunk, or `nil` at the end.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(TransportError) -> SharedBytes? {
      switch source {
      case nil: return nil
      case .whole(let bytes):
        source = nil
        return bytes.isEmpty ? nil : bytes
      case .chunks(let take):
        do throws(TransportError) {
          if let chunk = try await take() { return chunk }
        } catch {
          source = nil
          throw error
        }
        source = nil
        return nil
      }
    }
  }

  /// The whole content, in memory or, if it is large, in a mapped temporary file.
  ///
  /// - Throws: ``TransportError/tooLarge(limit:)`` if it is larger than the limits allow.
  public func collect(limits: HTTPLimits = HTTPLimits()) async throws(TransportError) -> SharedBytes {
    if case .whole(let bytes) = source {
      guard bytes.count <= limits.bodyBytes else { throw .tooLarge(limit: limits.bodyBytes) }
      return bytes
    }
    var collector = BodyCollector(limits: limits)
    var chunks = makeAsyncIterator()
    while let chunk = try await chunks.next() {
      try chunk.withUnsafeBytes { bytes throws(TransportError) in try collector.append(bytes) }
    }
    return try collector.finish()
  }

  /// Writes the content to a file without holding more than a chunk in memory.
  ///
  /// The file gets its name only once it is complete, and replaces an existing file of that name. After an error,
  /// everything written is removed.
  ///
  /// - Parameter path: The file.
  /// - Returns: The size of the content in bytes.
  @discardableResult
  public func write(to path: String) async throws(TransportError) -> Int {
    var file = try IncompleteFile(path: path)
    var chunks = makeAsyncIterator()
    while let chunk = try await chunks.next() {
      try chunk.withUnsafeBytes { bytes throws(TransportError) in try file.write(bytes) }
    }
    return try file.complete()
  }
}
