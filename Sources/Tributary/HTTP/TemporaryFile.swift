import Foundation
import TributaryJSON

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A file without a name: only this process can read it, and it is gone when the last use of it ends, also by a crash.
struct TemporaryFile: ~Copyable {
  private let descriptor: Int32
  private var count = 0

  /// An empty file in the folder for temporary files, readable by nobody else.
  static func create() throws(TransportError) -> Self {
    let folder = NSTemporaryDirectory()
    var template = Array((folder + (folder.hasSuffix("/") ? "" : "/") + "tributary-XXXXXX").utf8CString)
    // mkstemp creates the file with mode 0600.
    let opened = template.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkstemp($0) } ?? -1 }
    guard opened >= 0 else { throw Self.failure("no temporary file could be made in \(folder)") }
    let file = Self(descriptor: opened)
    guard template.withUnsafeBufferPointer({ $0.baseAddress.map { unlink($0) } ?? -1 }) == 0 else {
      throw Self.failure("the temporary file could not be made nameless")
    }
    return file
  }

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Adds bytes at the end.
  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(TransportError) {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let result = systemWrite(descriptor, rest.baseAddress, rest.count)
      if result < 0 {
        if errno == EINTR { continue }
        throw Self.failure("the answer could not be kept in a temporary file")
      }
      written += result
    }
    count += written
  }

  /// The content, mapped. It stays readable after the file is closed, and until its last use ends.
  func map() throws(TransportError) -> SharedBytes {
    guard count > 0 else { return SharedBytes() }
    guard let bytes = MappedFile.bytes(descriptor: descriptor, count: count) else {
      throw Self.failure("the answer could not be mapped")
    }
    return bytes
  }

  private static func failure(_ what: String) -> TransportError {
    .failed("\(what): \(String(cString: strerror(errno)))")
  }
}

/// The system's `write`, whose name the method above hides.
private func systemWrite(_ descriptor: Int32, _ pointer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, pointer, count)
}
