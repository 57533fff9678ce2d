import Tributary

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Standard output. It is not buffered, so that nothing is lost however the program ends.
final class StandardOutput: Sendable {
  /// Why nothing more can be written.
  enum Breakdown: Sendable, Equatable {
    /// The reader has exited, as `head` does, because it has what it needs.
    case readerGone
    /// The disk is full, or another failure, as the system describes it.
    case failed(String)
  }

  private struct State {
    var breakdown: Breakdown?
    var endsProgram = true
  }

  static let shared = StandardOutput()

  private let state = Locked(State())

  /// Whether the program ends as soon as nothing more can be written. A command that does more than print turns this
  /// off and checks ``isIntact``.
  var endsProgram: Bool {
    get { state.withLock { $0.endsProgram } }
    set { state.withLock { $0.endsProgram = newValue } }
  }

  /// Whether everything could be written so far.
  var isIntact: Bool { state.withLock { $0.breakdown == nil } }

  /// Writes a whole text, and waits for a slow reader.
  func write(_ text: String) {
    state.withLock { state in
      guard state.breakdown == nil else { return }
      state.breakdown = Self.write(text)
      guard let breakdown = state.breakdown, state.endsProgram else { return }
      Self.end(after: breakdown, else: .success)
    }
  }

  /// Ends the program, with an error when results could not be written.
  func end(_ code: ExitCode) -> Never {
    var breakdown = state.withLock { $0.breakdown }
    // Some file systems report only now that the disk is full.
    if breakdown == nil, close(STDOUT_FILENO) != 0, errno != EBADF { breakdown = .failed(Self.reason(errno)) }
    Self.end(after: breakdown, else: code)
  }

  private static func end(after breakdown: Breakdown?, else code: ExitCode) -> Never {
    guard case .failed(let reason)? = breakdown else { _exit(code.rawValue) }
    let message = "tributary: The output could not be written: \(reason). Make room, or write it elsewhere.\n"
    Array(message.utf8).withUnsafeBytes { _ = FileWriting.write($0, to: STDERR_FILENO) }
    _exit((code == .success || code == .incomplete ? .failure : code).rawValue)
  }

  private static func write(_ text: String) -> Breakdown? {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let start = rest.baseAddress, !rest.isEmpty {
        #if canImport(Darwin)
        let written = Darwin.write(STDOUT_FILENO, start, rest.count)
        #elseif canImport(Musl)
        let written = Musl.write(STDOUT_FILENO, start, rest.count)
        #else
        let written = Glibc.write(STDOUT_FILENO, start, rest.count)
        #endif
        guard written < 0 else {
          rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
          continue
        }
        switch errno {
        case EINTR: continue
        case EAGAIN:
          // The parent process made the stream non-blocking.
          var descriptor = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
          poll(&descriptor, 1, -1)
        case EPIPE: return .readerGone
        default: return .failed(reason(errno))
        }
      }
      return nil
    }
  }

  private static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }

  /// Opens replacements for closed standard streams. Otherwise the next opened file would take their descriptors, and
  /// output would go into a database. Standard output is replaced by one that cannot be written to.
  static func fillGaps() {
    for (descriptor, access) in [(STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
    where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
      _ = open("/dev/null", access)
    }
  }
}
