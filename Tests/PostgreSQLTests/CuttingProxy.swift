#if PostgreSQL
import Foundation
import PostgreSQLServer
import TributaryHTTP

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Stands between a client and a server, and cuts a connection when something is sent: before the server has it, after
/// it has it, or when its response comes.
final class CuttingProxy: Sendable {
  private enum Place: CaseIterable {
    case beforeServer, afterServer, beforeClient
  }

  private struct State {
    var random: SeededNumbers
    var armed: Place?
    var cuts = 0
  }

  private struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  let port: Int
  private let listener: Int32
  private let state: Locked<State>

  /// How many connections were cut.
  var cuts: Int { state.withLock { $0.cuts } }

  init(to server: Int, seed: UInt64) throws {
    state = Locked(State(random: SeededNumbers(state: seed &* 77 &+ 1)))
    port = try Tool.freePort()
    listener = try Self.socket()
    var one: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    guard Self.withAddress(port, { bind(listener, $0, $1) }) == 0, listen(listener, 16) == 0 else {
      throw PrivatePostgreSQL.Failure("the proxy cannot listen")
    }
    _ = SystemThread.start { [self] in
      while true {
        let client = accept(self.listener, nil, nil)
        guard client >= 0 else { return }
        guard let upstream = try? Self.socket() else { return }
        guard Self.withAddress(server, { connect(upstream, $0, $1) }) == 0 else {
          Self.end(client, upstream)
          continue
        }
        _ = SystemThread.start { [self] in forward(from: client, to: upstream, isRequest: true) }
        _ = SystemThread.start { [self] in forward(from: upstream, to: client, isRequest: false) }
      }
    }
  }

  /// Cuts at one of the next things that are sent, or at none.
  func arm() {
    state.withLock { state in
      state.armed =
        Int.random(in: 0..<4, using: &state.random) == 0 ? nil : Place.allCases.randomElement(using: &state.random)
    }
  }

  func close() {
    shutdown(listener, Int32(SHUT_RDWR))
    Glibc.close(listener)
  }

  private func isCut(_ place: Place) -> Bool {
    state.withLock { state in
      guard state.armed == place else { return false }
      state.armed = nil
      state.cuts += 1
      return true
    }
  }

  private func forward(from source: Int32, to target: Int32, isRequest: Bool) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(source, &buffer, buffer.count)
      guard count > 0 else { return Self.end(source, target) }
      if isCut(isRequest ? .beforeServer : .beforeClient) { return Self.end(source, target) }
      var sent = 0
      while sent < count {
        let written = buffer[sent..<count].withUnsafeBytes { write(target, $0.baseAddress, $0.count) }
        guard written > 0 else { return Self.end(source, target) }
        sent += written
      }
      if isRequest, isCut(.afterServer) { return Self.end(source, target) }
    }
  }

  /// Both directions see the end; descriptors are few, and stay until the process ends.
  private static func end(_ one: Int32, _ other: Int32) {
    shutdown(one, Int32(SHUT_RDWR))
    shutdown(other, Int32(SHUT_RDWR))
  }

  private static func socket() throws -> Int32 {
    let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw PrivatePostgreSQL.Failure("no socket is left") }
    return descriptor
  }

  private static func withAddress(_ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
  }
}
#endif
