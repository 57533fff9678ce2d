import Tributary

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The file that is now at a database's path. It is inspected before anything is written to it.
struct Replacement {
  /// The path as given.
  let path: String
  let old: OpenDatabase
  /// The streams that were opened in the old file.
  let streams: [StreamKey]

  private var place: String { old.file.given }

  /// Checks that the file is empty, or a database of this kind with the same streams, and releases the old one.
  ///
  /// - Returns: A sentence for the user.
  func accept() throws(StoreError) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw refusal("there is no file at the path now; restore the database, or start with a new one")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw refusal("the path now leads to something other than a file; move it away")
    }
    let hasLog = try hasOwnLog()
    if status.st_size == 0, !hasLog {
      try retire()
      return "The database \(path) was replaced by an empty file, which is filled from the beginning."
    }
    // If a file has a log, its header may be out of date.
    let isOurs = hasLog ? true : try isOurs()
    guard isOurs else {
      throw refusal("the new file is not a Tributary database and is left unchanged; move it away")
    }
    try retire()
    guard try holdsStreams(readingLog: hasLog) else {
      throw refusal("the new database holds other streams and is left unchanged; move it away")
    }
    return "The database \(path) was replaced by another one with the same streams, in which the sync continues."
  }

  private func retire() throws(StoreError) {
    guard old.retire() else {
      throw refusal("another program or an open read still uses the old one; end it, then run again")
    }
  }

  private func refusal(_ consequence: String) -> StoreError { .replaced(path: path, consequence) }

  /// Whether the new file came with a log, as opposed to one that the old file left.
  private func hasOwnLog() throws(StoreError) -> Bool {
    var status = stat()
    let log = try resolvedPath() + "-wal"
    guard stat(log, &status) == 0, status.st_size > 0 else { return false }
    return FileIdentity(at: log) != old.log
  }

  private func resolvedPath() throws(StoreError) -> String {
    guard let resolved = realpath(path, nil) else { throw refusal("there is no file at the path now; put it back") }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Whether the header of the file, which has no log, is that of a database of this kind.
  private func isOurs() throws(StoreError) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw refusal("the new file cannot be read") }
    defer { close(descriptor) }
    var head = [UInt8](repeating: 0, count: 100)
    guard pread(descriptor, &head, head.count, 0) == head.count else { return false }
    let application = head[68..<72].reduce(0) { $0 << 8 | Int($1) }
    return head.starts(with: Array("SQLite format 3\0".utf8)) && application == Schema.applicationID
  }

  /// Whether the file has the streams. A file without a log is opened as immutable, so that no files are created beside
  /// it.
  private func holdsStreams(readingLog: Bool) throws(StoreError) -> Bool {
    let resolved = try resolvedPath()
    let connection =
      readingLog
      ? try Connection(path: resolved, isReadOnly: true, busyTimeout: 0)
      : try Connection(unchanging: resolved)
    guard try Schema.current.isOurs(connection) else { return false }
    let found = try StreamRow.keys(connection)
    return streams.allSatisfy { wanted in found.contains { wanted.names($0) } }
  }
}
