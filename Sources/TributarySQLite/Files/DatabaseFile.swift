import Tributary

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The file of a database, before SQLite opens it.
///
/// This never opens and closes an existing file: a process that closes any descriptor of a file releases all its locks
/// on that file, including SQLite's.
struct DatabaseFile: Sendable {
  /// The absolute path without links, so that every path to one file leads to the same side files.
  let path: String

  /// The absolute path as given, which may lead through links.
  let given: String

  /// Finds the file, or creates it for its owner only.
  init(at path: String) throws(StoreError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .notWritable(path: path, "this is not a file name") }
    given = Self.absolute(path)
    self.path = try Self.resolved(path)
    try create()
  }

  /// The file's number in the file system: a copy has another one.
  func number() throws(StoreError) -> UInt64 {
    guard let status = Self.status(path) else { throw SystemFailure.latest.storeError(path: path) }
    return UInt64(status.st_ino)
  }

  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = real(".") else { return path }
    return folder == "/" ? "/\(path)" : "\(folder)/\(path)"
  }

  private func create() throws(StoreError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      close(descriptor)
      synchronizeFolder()
      return
    }
    let failure = SystemFailure.latest
    guard failure.number == EEXIST else { throw failure.storeError(path: path) }
    guard let status = Self.status(path) else { throw .notWritable(path: path, "it is a link to nothing") }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .notADatabase(path: path, "it is a folder")
    default: throw .notADatabase(path: path, "it is not a regular file")
    }
    guard access(path, R_OK | W_OK) == 0 else { throw SystemFailure.latest.storeError(path: path) }
  }

  /// Removes other users' permissions on an existing database, once it is known to be one of this kind. A file that
  /// belongs to another user stays unchanged.
  func tighten() throws(StoreError) {
    for path in [path, path + "-wal", path + "-shm"] {
      guard let mode = Self.status(path)?.st_mode, mode & 0o077 != 0 else { continue }
      guard chmod(path, mode & 0o700) == 0 || errno == EPERM || errno == ENOENT else {
        throw SystemFailure.latest.storeError(path: path)
      }
    }
  }

  /// Makes the new file's entry in the folder survive a power failure. If the folder cannot be opened, only that is
  /// lost.
  private func synchronizeFolder() {
    let descriptor = open(Self.folder(of: path), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private static func resolved(_ path: String) throws(StoreError) -> String {
    if let existing = real(path) { return existing }
    guard let folder = real(folder(of: path)) else {
      throw .notWritable(path: path, "its folder cannot be reached (\(SystemFailure.latest.text))")
    }
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard !name.isEmpty else { throw .notWritable(path: path, "this is not a file name") }
    return folder == "/" ? "/\(name)" : "\(folder)/\(name)"
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func real(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func status(_ path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }
}
