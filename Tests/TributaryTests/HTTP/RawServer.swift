import Foundation
import Tributary

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#endif

/// A port that takes connections and never reads, so that nothing gets through but what the system's buffers hold.
final class SilentListener: Sendable {
  struct Failure: Error {}

  private let descriptor: Int32
  let baseURL: String

  init() throws {
    #if canImport(Glibc)
    let kind = Int32(SOCK_STREAM.rawValue)
    #else
    let kind = SOCK_STREAM
    #endif
    descriptor = socket(AF_INET, kind, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let port: UInt16? = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> UInt16? in
        guard bind(descriptor, address, size) == 0, listen(descriptor, 8) == 0,
          getsockname(descriptor, address, &size) == 0
        else { return nil }
        return pointer.pointee.sin_port.bigEndian
      }
    }
    baseURL = "http://127.0.0.1:\(port ?? 0)"
    if port == nil { throw Failure() }
  }

  deinit { close(descriptor) }
}

#if os(Linux)
/// Sends bytes to whoever connects, one text for each thing that it hears, and closes after the last.
final class RawServer: Sendable {
  private let descriptor: Int32
  let port: UInt16
  private let heard = Locked(0)

  /// How many connections sent something.
  var connections: Int { heard.withLock { $0 } }
  private let left = Locked(0)
  /// How many connections the other side ended while the server waited for it.
  var hangUps: Int { left.withLock { $0 } }

  init(_ responses: String..., isIPv6: Bool = false) throws {
    #if canImport(Glibc)
    let kind = Int32(SOCK_STREAM.rawValue)
    #else
    let kind = SOCK_STREAM
    #endif
    descriptor = socket(isIPv6 ? AF_INET6 : AF_INET, kind, 0)
    var six = sockaddr_in6()
    six.sin6_family = sa_family_t(AF_INET6)
    six.sin6_addr = in6addr_loopback
    var four = sockaddr_in()
    four.sin_family = sa_family_t(AF_INET)
    four.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    port =
      isIPv6
      ? Self.listen(descriptor, &six, port: \.sin6_port) : Self.listen(descriptor, &four, port: \.sin_port)
    if port == 0 { throw SilentListener.Failure() }
    let (listening, heard, left) = (descriptor, heard, left)
    Thread.detachNewThread {
      while case let connection = accept(listening, nil, nil), connection >= 0 {
        Thread.detachNewThread {
          var buffer = [UInt8](repeating: 0, count: 65536)
          for (number, response) in responses.enumerated() {
            guard recv(connection, &buffer, buffer.count, 0) > 0 else {
              left.withLock { $0 += 1 }
              break
            }
            if number == 0 { heard.withLock { $0 += 1 } }
            _ = Array(response.utf8).withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
          }
          close(connection)
        }
      }
    }
  }

  private static func listen<Address>(
    _ descriptor: Int32, _ address: inout Address, port: KeyPath<Address, in_port_t>
  ) -> UInt16 {
    var size = socklen_t(MemoryLayout<Address>.size)
    return withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> UInt16 in
        guard bind(descriptor, address, size) == 0, systemListen(descriptor) == 0,
          getsockname(descriptor, address, &size) == 0
        else { return 0 }
        return pointer.pointee[keyPath: port].bigEndian
      }
    }
  }

  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }
}

/// The system's `listen`, whose name is hidden above.
private func systemListen(_ descriptor: Int32) -> Int32 { listen(descriptor, 8) }
#endif
