#if os(Linux)
import TributaryJSON

/// The source from which libcurl reads the content of a request.
final class CurlUpload {
  private enum Source: ~Copyable {
    case bytes(SharedBytes)
    case file(ContentFile)
    case stream(UploadChannel)
  }

  /// Content up to this size is sent together with the header fields.
  private static let inlineBytes = 64 << 10

  /// The size in bytes, or `nil` if unknown.
  let length: Int?
  /// The content if it is small and in memory.
  let inline: SharedBytes?
  private let source: Source
  private var offset = 0

  /// `nil` if the request has no content.
  init?(_ order: CurlOrder) throws(TransportError) {
    switch order.request.content {
    case .bytes(let bytes):
      source = .bytes(bytes)
      length = bytes.count
      inline = bytes.count <= Self.inlineBytes ? bytes : nil
    case .file(let path):
      let file = try ContentFile(path: path)
      length = file.length
      source = .file(file)
      inline = nil
    case .stream(let stream):
      guard let channel = order.content else { return nil }
      source = .stream(channel)
      length = stream.length
      inline = nil
    case nil:
      // Without this, some servers wait for a length that never comes.
      guard ["POST", "PUT", "PATCH"].contains(order.request.method) else { return nil }
      source = .bytes(SharedBytes())
      length = 0
      inline = SharedBytes()
    }
  }

  /// The next bytes.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> UploadChannel.Step {
    switch source {
    case .bytes(let bytes):
      let piece = bytes[offset..<min(offset + buffer.count, bytes.count)]
      piece.withUnsafeBytes { buffer.copyMemory(from: $0) }
      offset += piece.count
      return piece.isEmpty ? .end : .bytes(piece.count)
    case .file(let file):
      guard let count = file.read(into: buffer) else { return .failed(.content("the file could not be read")) }
      offset += count
      if count > 0 { return .bytes(count) }
      return offset == length ? .end : .failed(.content("the file changed while it was sent"))
    case .stream(let channel): return channel.take(into: buffer)
    }
  }

  /// Goes to an offset; false if that is impossible.
  func seek(to offset: Int) -> Bool {
    switch source {
    case .bytes(let bytes): guard (0...bytes.count).contains(offset) else { return false }
    case .file(let file): guard offset >= 0, file.seek(to: offset) else { return false }
    case .stream: return false
    }
    self.offset = offset
    return true
  }
}
#endif
