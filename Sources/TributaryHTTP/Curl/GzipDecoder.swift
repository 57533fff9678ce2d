#if os(Linux)
import CZlib

/// Decompresses gzip as it arrives, with all its members (RFC 1952).
///
/// libcurl could do so itself, but it does not report content that ends early and cannot wait for a slow reader.
final class GzipDecoder {
  private static let outputBytes = 64 << 10

  // zlib keeps the address of its state, which therefore must not move.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: outputBytes, alignment: 1)
  private var isBetweenMembers = true
  private var hasPadding = false

  /// `nil` if there is not enough memory.
  init?() {
    stream.initialize(to: z_stream())
    guard tributary_begin_gzip(stream) == Z_OK else { return nil }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    output.deallocate()
  }

  /// Whether the last member is complete.
  var isComplete: Bool { isBetweenMembers }

  /// Decompresses bytes and passes on the result piece by piece.
  func decode(
    _ bytes: UnsafeRawBufferPointer, _ take: (UnsafeRawBufferPointer) throws(TransportError) -> Void
  ) throws(TransportError) {
    guard let start = bytes.baseAddress else { return }
    var rest = bytes[...]
    while !rest.isEmpty {
      if isBetweenMembers {
        // Zeros may pad a block after the last member.
        if stream.pointee.total_in > 0 || hasPadding, rest.first == 0 {
          hasPadding = true
          rest = rest.drop { $0 == 0 }
          continue
        }
        guard !hasPadding, rest.first == 0x1F else {
          throw .contentCoding(stream.pointee.total_in > 0 ? "gzip is followed by other data" : "it is not gzip")
        }
        inflateReset(stream)
        isBetweenMembers = false
      }
      stream.pointee.next_in = UnsafeMutablePointer(
        mutating: (start + (rest.startIndex - bytes.startIndex)).assumingMemoryBound(to: UInt8.self))
      stream.pointee.avail_in = UInt32(clamping: rest.count)
      let offered = Int(stream.pointee.avail_in)
      let result = try inflateAll(take)
      rest = rest.dropFirst(offered - Int(stream.pointee.avail_in))
      if result == Z_STREAM_END { isBetweenMembers = true } else if rest.isEmpty { return }
    }
  }

  /// Decompresses until a member ends or more input is needed.
  private func inflateAll(
    _ take: (UnsafeRawBufferPointer) throws(TransportError) -> Void
  ) throws(TransportError) -> Int32 {
    while true {
      stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(output.count)
      let result = inflate(stream, Z_NO_FLUSH)
      let made = output.count - Int(stream.pointee.avail_out)
      if made > 0 { try take(UnsafeRawBufferPointer(rebasing: output[..<made])) }
      switch result {
      case Z_STREAM_END: return result
      // No progress means that this input is exhausted.
      case Z_BUF_ERROR: return Z_OK
      case Z_OK: if stream.pointee.avail_out > 0 { return Z_OK }
      case Z_MEM_ERROR: throw .failed("there is no memory for decompressing the response")
      default: throw .contentCoding("the gzip data is damaged")
      }
    }
  }
}
#endif
