import Tributary

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A socket that listens on 127.0.0.1, and on no other address.
final class Listener: Sendable {
  /// The port it listens on.
  let port: Int
  /// The open socket, or -1 once it is closed.
  private let descriptor: Locked<Int32>

  /// Listens on a port; 0 for one that is free.
  init(port: Int) throws(LoopbackServer.Problem) {
    guard let number = UInt16(exactly: port) else { throw .noSuchPort(port) }
    #if canImport(Glibc)
    let kind = Int32(SOCK_STREAM.rawValue)
    #else
    let kind = SOCK_STREAM
    #endif
    let opened = socket(AF_INET, kind, 0)
    guard opened >= 0 else { throw .system(Self.words) }
    descriptor = Locked(opened)
    var on: Int32 = 1
    // This allows the port of a connection that ended a moment ago.
    setsockopt(opened, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    var address = Self.loopback(number)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(opened, $0, size) }
    }
    guard bound == 0, listen(opened, 128) == 0 else {
      let problem: LoopbackServer.Problem =
        errno == EADDRINUSE ? .portInUse(port) : errno == EACCES ? .portNotAllowed(port) : .system(Self.words)
      // With its last property set, `deinit` closes the socket.
      self.port = port
      throw problem
    }
    let named = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(opened, $0, &size) }
    }
    self.port = named == 0 ? Int(UInt16(bigEndian: address.sin_port)) : port
    _ = fcntl(opened, F_SETFL, fcntl(opened, F_GETFL) | O_NONBLOCK)
  }

  deinit { stop() }

  /// Stops listening. Afterwards the port is free, even if this object still exists.
  func stop() {
    descriptor.withLock { descriptor in
      if descriptor >= 0 { close(descriptor) }
      descriptor = -1
    }
  }

  /// The next connection, or `nil` when the server stops.
  func accept(stop: StopSignal) -> Int32? {
    let descriptor = descriptor.withLock(\.self)
    while stop.wait(for: descriptor, Int16(POLLIN), milliseconds: -1) {
      let connection = systemAccept(descriptor)
      if connection >= 0 { return connection }
      // After too many open files or a client that disconnected, wait a moment instead of spinning.
      if errno != EAGAIN, errno != EWOULDBLOCK, errno != EINTR, stop.wait(milliseconds: 10) { return nil }
    }
    return nil
  }

  private static func loopback(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    #if canImport(Darwin)
    address.sin_len = UInt8(MemoryLayout<sockaddr_in>.size)
    #endif
    return address
  }

  private static var words: String { String(cString: strerror(errno)) }
}

/// The system's `accept`, whose name the method above hides.
private func systemAccept(_ descriptor: Int32) -> Int32 { accept(descriptor, nil, nil) }
