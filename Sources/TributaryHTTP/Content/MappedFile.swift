import Dispatch
import TributaryJSON

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A file's content as memory.
///
/// On Linux every mapped page that was read counts as the process's memory until the system reclaims it, so reading
/// through a large response would look like holding it. There the pages are released every few milliseconds; a page
/// that is read again comes from the system's cache.
final class MappedFile: Sendable {
  private struct State {
    var isMapped = true
    var timer: (any DispatchSourceTimer)?
  }

  private static let interval = DispatchTimeInterval.milliseconds(2)

  private let address: UInt
  private let count: Int
  private let state = Locked(State())

  /// The content of a file from its beginning, which stays readable until its last use ends; `nil` if the system fails.
  static func bytes(descriptor: Int32, count: Int) -> SharedBytes? {
    guard let pointer = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), pointer != MAP_FAILED else {
      return nil
    }
    // An address as a number can be captured by a closure that runs on any thread.
    let file = MappedFile(address: UInt(bitPattern: pointer), count: count)
    #if !canImport(Darwin)
    file.giveBackAgainAndAgain()
    #endif
    return SharedBytes(adopting: UnsafeRawPointer(pointer), count: count) { file.unmap() }
  }

  private init(address: UInt, count: Int) {
    self.address = address
    self.count = count
  }

  private func unmap() {
    state.withLock { state in
      guard state.isMapped else { return }
      state.timer?.cancel()
      state = State(isMapped: false)
      munmap(UnsafeMutableRawPointer(bitPattern: address), count)
    }
  }

  private func giveBackAgainAndAgain() {
    state.withLock { state in
      let timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
      timer.setEventHandler { [weak self] in self?.giveBack() }
      timer.schedule(deadline: .now() + Self.interval, repeating: Self.interval)
      timer.activate()
      state.timer = timer
    }
  }

  /// Under the lock, since the address may belong to something else once the file is unmapped.
  private func giveBack() {
    state.withLock { state in
      guard state.isMapped else { return }
      madvise(UnsafeMutableRawPointer(bitPattern: address), count, MADV_DONTNEED)
    }
  }
}
