#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One TCP connection, all of whose waits end when the server stops.
struct Socket: ~Copyable {
  private let descriptor: Int32
  private let stop: StopSignal
  /// The longest wait for one byte, in milliseconds.
  private let idleTimeout: Int32

  /// Takes ownership of an open descriptor.
  init(_ descriptor: Int32, stop: StopSignal, idleTimeout: Duration) {
    self.descriptor = descriptor
    self.stop = stop
    self.idleTimeout = Int32(clamping: max(1, idleTimeout.milliseconds))
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    // Otherwise small responses would wait for the client's acknowledgement of the previous one.
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    #if canImport(Darwin)
    // Writing to a connection that the client has closed must not end the process.
    setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  deinit { close(descriptor) }

  /// Reads the available bytes, waiting for some if necessary. Returns `nil` at the end, after the idle timeout, and
  /// when the server stops.
  func read(upTo count: Int) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: count)
    while true {
      let received = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
      if received > 0 { return Array(buffer[..<received]) }
      guard received < 0, errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR else { return nil }
      guard stop.wait(for: descriptor, Int16(POLLIN), milliseconds: idleTimeout) else { return nil }
    }
  }

  /// Writes everything, or returns false if it could not.
  func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    #if canImport(Darwin)
    let flags: Int32 = 0
    #else
    let flags = Int32(MSG_NOSIGNAL)
    #endif
    var sent = 0
    while sent < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
      let result = send(descriptor, rest.baseAddress, rest.count, flags)
      if result > 0 {
        sent += result
        continue
      }
      guard result < 0, errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR else { return false }
      guard stop.wait(for: descriptor, Int16(POLLOUT), milliseconds: idleTimeout) else { return false }
    }
    return true
  }

  /// Writes text, or returns false if it could not.
  func write(_ text: String) -> Bool { Array(text.utf8).withUnsafeBytes { write($0) } }

  /// Waits, and returns whether the connection can continue afterwards.
  func pause(_ duration: Duration) -> Bool { !stop.wait(milliseconds: Int32(clamping: duration.milliseconds)) }

  /// Ends the response and reads a little of what the client still sends, because closing with unread bytes would reset
  /// the connection before the client has read the response.
  func endGracefully() {
    shutdown(descriptor, Int32(SHUT_WR))
    for _ in 0..<64 { if read(upTo: 16 << 10) == nil { return } }
  }
}

/// A signal that wakes every thread of a server at once. Once raised, it stays raised.
final class StopSignal: Sendable {
  private let reader: Int32
  private let writer: Int32

  init?() {
    var pair: [Int32] = [-1, -1]
    guard pipe(&pair) == 0 else { return nil }
    (reader, writer) = (pair[0], pair[1])
  }

  deinit {
    close(reader)
    close(writer)
  }

  /// Wakes every thread that waits, now or later. The byte is never read, so the pipe stays readable.
  func raise() {
    var byte: UInt8 = 1
    _ = write(writer, &byte, 1)
  }

  /// Waits until a descriptor is ready. Returns false after a timeout and when the signal is raised.
  func wait(for descriptor: Int32, _ events: Int16, milliseconds: Int32) -> Bool {
    var polled = [
      pollfd(fd: reader, events: Int16(POLLIN), revents: 0), pollfd(fd: descriptor, events: events, revents: 0),
    ]
    var result: Int32 = -1
    repeat { result = poll(&polled, nfds_t(polled.count), milliseconds) } while result < 0 && errno == EINTR
    return result > 0 && polled[0].revents == 0
  }

  /// Waits for a time or for the signal. Returns true if the signal is raised.
  func wait(milliseconds: Int32) -> Bool {
    var polled = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
    var result: Int32 = -1
    repeat { result = poll(&polled, 1, milliseconds) } while result < 0 && errno == EINTR
    return result != 0
  }
}

extension Duration {
  /// The duration in whole milliseconds.
  fileprivate var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000
  }
}
