#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A file that is sent.
package struct ContentFile: ~Copyable {
  private let descriptor: Int32
  /// The size in bytes.
  package let length: Int

  /// Opens a file.
  package init(path: String) throws(TransportError) {
    let opened = systemOpen(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { throw .content("\(path): \(String(cString: strerror(errno)))") }
    var status = stat()
    guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      throw .content("\(path) is not a file")
    }
    descriptor = opened
    length = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Reads the next bytes; 0 at the end, `nil` if the system fails.
  package func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    while true {
      let count = systemRead(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      guard errno == EINTR else { return nil }
    }
  }

  /// Goes to an offset.
  package func seek(to offset: Int) -> Bool { lseek(descriptor, off_t(offset), SEEK_SET) >= 0 }

  /// Reads the file from its beginning.
  func forEachChunk(_ body: (UnsafeRawBufferPointer) -> Void) throws(TransportError) {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = buffer.withUnsafeMutableBytes { bytes -> Int? in
        let count = read(into: bytes)
        if let count, count > 0 { body(UnsafeRawBufferPointer(rebasing: bytes[..<count])) }
        return count
      }
      guard let count else { throw .content(String(cString: strerror(errno))) }
      if count == 0 { return }
    }
  }
}

/// A file that gets its name when it is complete and otherwise leaves nothing behind.
struct IncompleteFile: ~Copyable {
  private let path: String
  private let draft: String
  private let descriptor: Int32
  private var count = 0
  private var isComplete = false

  init(path: String) throws(TransportError) {
    var template = Array((path + ".incomplete-XXXXXX").utf8CString)
    let opened = template.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkstemp($0) } ?? -1 }
    guard opened >= 0 else { throw Self.failure(path) }
    self.path = path
    draft = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    descriptor = opened
    _ = fcntl(opened, F_SETFD, FD_CLOEXEC)
  }

  deinit {
    close(descriptor)
    if !isComplete { unlink(draft) }
  }

  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(TransportError) {
    guard FileWriting.write(bytes, to: descriptor) else { throw Self.failure(path) }
    count += bytes.count
  }

  /// Gives the file its name, and returns its size.
  mutating func complete() throws(TransportError) -> Int {
    guard rename(draft, path) == 0 else { throw Self.failure(path) }
    isComplete = true
    return count
  }

  private static func failure(_ path: String) -> TransportError {
    .failed("\(path) could not be written: \(String(cString: strerror(errno)))")
  }
}

/// Writes all of some bytes.
package enum FileWriting {
  /// False if the system fails; `errno` then says why.
  package static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let result = systemWrite(descriptor, rest.baseAddress, rest.count)
      if result < 0 {
        if errno == EINTR { continue }
        return false
      }
      written += result
    }
    return true
  }
}

// The system's functions, whose names are shadowed above.
private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }
private func systemRead(_ descriptor: Int32, _ pointer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, pointer, count)
}
private func systemWrite(_ descriptor: Int32, _ pointer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, pointer, count)
}
