public import TributaryHTTP
import TributaryJSON

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The content of a successful response as it arrives, in chunks.
///
/// ```swift
/// for try await chunk in stream { size += chunk.count }
/// ```
///
/// The connection applies back-pressure: a reader that stops reading stops the server. It closes when the loop is left
/// or the task is cancelled. The content can be read once.
public struct ByteStream: AsyncSequence, Sendable {
  /// A piece of the content, never empty.
  public typealias Element = Data
  /// Why the content ended early.
  public typealias Failure = APIError

  /// The status, which is a success.
  public var status: Int { response.status }
  /// The header fields as received. They are not redacted.
  public var headers: HTTPHeaders { response.headers }
  /// How many requests were sent, redirects not counted.
  public var attempts: Int { response.call.attempts }
  let response: OpenResponse

  init(_ response: OpenResponse) { self.response = response }

  /// Reads the content.
  public func makeAsyncIterator() -> Iterator { Iterator(response: response) }

  /// Reads the content chunk by chunk.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    fileprivate let response: OpenResponse
    private var chunks = ChunkReader()

    fileprivate init(response: OpenResponse) { self.response = response }

    /// The next chunk, or `nil` at the end.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(APIError) -> Data? {
      try await chunks.next(of: response).map { $0.withUnsafeBytes { Data($0) } }
    }
  }

  /// The whole content.
  ///
  /// - Parameter limit: The maximum size in bytes.
  /// - Throws: An ``APIError`` with ``/TributaryHTTP/TransportError/tooLarge(limit:)`` if there is more.
  public func data(upTo limit: Int) async throws(APIError) -> Data {
    let body = try response.take()
    do throws(TransportError) {
      return try await body.collect(limits: HTTPLimits(bodyBytes: limit)).withUnsafeBytes { Data($0) }
    } catch {
      throw response.failure(error)
    }
  }

  /// Writes the content to a file, with no more than one chunk in memory.
  ///
  /// The file gets its name only once it is complete. After an error, everything written is removed.
  ///
  /// - Parameter file: The file; an existing file of that name is replaced.
  /// - Returns: The size of the content in bytes.
  @discardableResult
  public func write(to file: URL) async throws(APIError) -> Int {
    guard file.isFileURL else { throw response.failure(.transport(.failed("\(file.absoluteString) is not a file"))) }
    return try await write(to: file.path)
  }

  /// Writes the content to a file at a path, with no more than one chunk in memory.
  ///
  /// The file gets its name only once it is complete. After an error, everything written is removed.
  ///
  /// - Parameter path: The file; an existing file of that name is replaced.
  /// - Returns: The size of the content in bytes.
  @discardableResult
  public func write(to path: String) async throws(APIError) -> Int {
    let body = try response.take()
    do throws(TransportError) { return try await body.write(to: path) } catch { throw response.failure(error) }
  }
}
