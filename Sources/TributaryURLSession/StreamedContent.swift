import Dispatch
import Foundation
import TributaryHTTP

/// Feeds a session with content that is made while it is sent.
///
/// A session reads a stream of Foundation's. Its other end is written on a thread that waits for the content, and for
/// the session to take it.
final class StreamedContent: Sendable {
  private static let bufferBytes = 64 << 10

  private let channel: UploadChannel
  private let more: DispatchSemaphore

  init(_ content: ContentStream) {
    let more = DispatchSemaphore(value: 0)
    self.more = more
    channel = UploadChannel(content, capacity: 4 * Self.bufferBytes) { more.signal() }
  }

  deinit { channel.close() }

  /// The stream that a session reads. It is requested once.
  func open() -> InputStream? {
    #if canImport(Darwin)
    var (input, output): (InputStream?, OutputStream?)
    Stream.getBoundStreams(withBufferSize: Self.bufferBytes, inputStream: &input, outputStream: &output)
    guard let input, let output else { return nil }
    channel.start()
    let writer = Writer(output: output)
    Thread.detachNewThread { [self] in writer.write(channel, waitingFor: more) }
    return input
    #else
    // Foundation on Linux has no such pair; there content is collected before it is sent.
    return nil
    #endif
  }

  /// Unchecked, since a stream of Foundation's is not sendable; it is used by the one thread that it is handed to.
  private struct Writer: @unchecked Sendable {
    let output: OutputStream

    func write(_ channel: UploadChannel, waitingFor more: DispatchSemaphore) {
      output.open()
      defer {
        output.close()
        channel.close()
      }
      var buffer = [UInt8](repeating: 0, count: StreamedContent.bufferBytes)
      while true {
        switch buffer.withUnsafeMutableBytes({ channel.take(into: $0) }) {
        case .empty: more.wait()
        case .end, .failed: return
        case .bytes(let count): guard write(buffer[..<count]) else { return }
        }
      }
    }

    private func write(_ bytes: ArraySlice<UInt8>) -> Bool {
      bytes.withUnsafeBufferPointer { bytes in
        var written = 0
        while written < bytes.count, let start = bytes.baseAddress {
          let count = output.write(start + written, maxLength: bytes.count - written)
          guard count > 0 else { return false }
          written += count
        }
        return true
      }
    }
  }
}
