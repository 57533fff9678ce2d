#if PostgreSQL
import Foundation
public import Tributary

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A witness in a folder, with a small file for each stream.
public struct WitnessFolder: Witness {
  /// The folder.
  public let path: String

  /// A witness in a folder, which is created if it does not exist.
  public init(_ path: String) throws(StoreError) {
    self.path = path
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch { throw .notWritable(path: path, "\(error.localizedDescription)") }
  }

  /// The state that was noted last; `nil` if none was.
  public func state(ofStream stream: Int, account: Int) throws(StoreError) -> WitnessedState? {
    let file = file(stream, account)
    guard FileManager.default.fileExists(atPath: file) else { return nil }
    let text = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[2] == "\n", let generation = Int(words[1]) else {
      throw .failed(path: file, "it cannot be read; only if the database never went back, remove it")
    }
    return WitnessedState(incarnation: String(words[0]), generation: generation)
  }

  /// Notes a state, so that it survives a power failure.
  public func note(_ state: WitnessedState, ofStream stream: Int, account: Int) throws(StoreError) {
    let file = file(stream, account)
    let next = file + ".new"
    let descriptor = open(next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure(next) }
    let bytes = Array("\(state.incarnation) \(state.generation) \n".utf8)
    let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
    let problem = isWritten ? nil : failure(next)
    close(descriptor)
    if let problem { throw problem }
    guard rename(next, file) == 0 else { throw failure(file) }
    let folder = open(path, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { throw failure(path) }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw failure(path) }
  }

  private func file(_ stream: Int, _ account: Int) -> String { "\(path)/account-\(account)-stream-\(stream)" }

  private func failure(_ path: String) -> StoreError {
    errno == ENOSPC ? .diskFull(path: path) : .notWritable(path: path, String(cString: strerror(errno)))
  }
}
#endif
