import Tributary

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The small file beside the database that locks a stream and notes its latest commit with acknowledgements or
/// an epoch.
///
/// The lock is made by `flock`. It belongs to this one opening of the file, so it excludes a second opening in the same
/// process or another, and it ends with the process in any case. Notes are written in place, because the locked file
/// must stay the same, and alternate between two slots: a write that a power failure tears leaves the previous note
/// intact.
final class StreamFile {
  private let path: String
  private let descriptor: Int32
  /// The slot of the latest note.
  private var slot = 1
  /// The latest note, or `nil` if none can be read.
  private(set) var marker: IncarnationMarker?

  /// Locks a stream.
  ///
  /// - Returns: The file, or `nil` while another run holds the stream.
  static func lock(_ number: Int, of database: DatabaseFile) throws(StoreError) -> StreamFile? {
    try lock(at: "\(database.path)-stream-\(number)")
  }

  /// Locks a file, which is created if it does not exist.
  ///
  /// - Returns: The file, or `nil` while another opening has locked it.
  static func lock(at path: String) throws(StoreError) -> StreamFile? {
    // Locking a file that was removed since it was opened would have no effect.
    for _ in 1...10 {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else { throw SystemFailure.latest.storeError(path: path) }
      let file = StreamFile(path: path, descriptor: descriptor)
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        let failure = SystemFailure.latest
        if failure.number == EWOULDBLOCK { return nil }
        throw failure.storeError(path: path)
      }
      if try file.isInPlace() {
        try file.read()
        return file
      }
    }
    throw .failed(path: path, "another program keeps removing this file")
  }

  /// Takes ownership of a descriptor, which is closed with the file.
  init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  /// Closing alone would leave the lock with a child process that was just forked and has not yet closed its copy.
  deinit {
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Notes a commit. Once this returns, the note survives a power failure.
  func write(_ marker: IncarnationMarker) throws(StoreError) {
    let bytes = marker.bytes
    let next = 1 - slot
    let written = pwrite(descriptor, bytes, bytes.count, off_t(next * IncarnationMarker.size))
    guard written == bytes.count else {
      throw written < 0 ? SystemFailure.latest.storeError(path: path) : .diskFull(path: path)
    }
    try synchronize()
    excludeFromBackup()
    slot = next
    self.marker = marker
  }

  /// Reads the latest note.
  func read() throws(StoreError) {
    var bytes = [UInt8](repeating: 0, count: 2 * IncarnationMarker.size)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count >= 0 else { throw SystemFailure.latest.storeError(path: path) }
    let slots = [bytes[..<IncarnationMarker.size], bytes[IncarnationMarker.size...]].map(IncarnationMarker.init)
    for (index, noted) in slots.enumerated() {
      guard let noted, noted.generation >= marker?.generation ?? 0 else { continue }
      marker = noted
      slot = index
    }
  }

  private func isInPlace() throws(StoreError) -> Bool {
    var opened = stat()
    var named = stat()
    guard fstat(descriptor, &opened) == 0 else { throw SystemFailure.latest.storeError(path: path) }
    return stat(path, &named) == 0 && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino
  }

  private func synchronize() throws(StoreError) {
    #if canImport(Darwin)
    // There, a plain `fsync` leaves the bytes in the disk's cache.
    if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
    #endif
    guard fsync(descriptor) == 0 else { throw SystemFailure.latest.storeError(path: path) }
  }

  /// Excludes the note from the system's backups, so that a restored database lacks it and is detected.
  private func excludeFromBackup() {
    #if canImport(Darwin)
    guard marker == nil else { return }
    var url = URL(fileURLWithPath: path)
    var values = URLResourceValues()
    values.isExcludedFromBackup = true
    // If the file system does not support this, the file's number still reveals most copies.
    try? url.setResourceValues(values)
    #endif
  }
}
