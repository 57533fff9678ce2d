#if os(Linux)
import CCurl

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The messages from callers to a transport's thread, and the thread itself, which starts with the first request.
final class CurlMailbox: Sendable {
  enum Message: Sendable {
    case start(CurlOrder)
    case cancel(Int)
    /// A stream that was paused can continue.
    case resume(Int)
    /// The transport was released.
    case close
  }

  private struct State {
    var messages: [Message] = []
    var lastID = 0
    var isRunning = false
    /// The address of the handle that wakes the thread, while there is one.
    var multi: UInt?
  }

  let connectionsPerHost: Int
  let environment: CurlEnvironment
  private let state = Locked(State())

  init(connectionsPerHost: Int, environment: CurlEnvironment) {
    self.connectionsPerHost = connectionsPerHost
    self.environment = environment
  }

  func nextID() -> Int {
    state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
  }

  /// Hands over a message, in order.
  func post(_ message: Message) {
    let mustStart = state.withLock { state in
      if !state.isRunning {
        // Without a thread there is nothing to cancel, to resume or to close.
        guard case .start = message else { return false }
        state.messages.append(message)
        state.isRunning = true
        return true
      }
      state.messages.append(message)
      // Under the lock, since the handle may be gone a moment later. It only writes to a socket that never blocks.
      if state.messages.count == 1, let multi = state.multi {
        curl_multi_wakeup(UnsafeMutableRawPointer(bitPattern: multi))
      }
      return false
    }
    if mustStart, !startThread() { fail() }
  }

  /// Takes all messages.
  func take() -> [Message] {
    state.withLock { state in
      defer { state.messages = [] }
      return state.messages
    }
  }

  /// Sets the handle that wakes the thread from now on.
  func wake(through multi: UnsafeMutableRawPointer?) {
    state.withLock { $0.multi = multi.map { UInt(bitPattern: $0) } }
  }

  /// Ends every waiting exchange, since nothing can carry it out.
  func fail() {
    let messages = state.withLock { state in
      state.isRunning = false
      state.multi = nil
      defer { state.messages = [] }
      return state.messages
    }
    for case .start(let order) in messages { order.exchange.end(.failure(.failed("no thread could be started"))) }
  }

  private func startThread() -> Bool {
    SystemThread.start { [self] in
      tributary_name_thread("tributary.http")
      if let loop = CurlLoop(self) { loop.run() } else { fail() }
    }
  }
}

/// The environment's settings for proxies and certificates, and how long connections are kept. The variables are read
/// once, because reading the environment races with writers.
struct CurlEnvironment: Sendable {
  var httpsProxy: String?
  var proxyExceptions: String?
  var certificateFile: String?
  var certificateFolder: String?
  /// The seconds after which a connection that nothing used is not used again, because servers close theirs by then.
  var idleConnectionSeconds = 118

  static let current = Self { name in getenv(name).map { String(cString: $0) } }

  /// Reads variables as curl does: lower case first, and an empty variable counts as unset.
  init(_ variable: (String) -> String?) {
    func first(_ names: String...) -> String? { names.lazy.compactMap(variable).first { !$0.isEmpty } }
    httpsProxy = first("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
    proxyExceptions = first("no_proxy", "NO_PROXY")
    certificateFile = first("SSL_CERT_FILE")
    certificateFolder = first("SSL_CERT_DIR")
  }

  /// The proxy's host and port without its user and password.
  var proxyHost: String {
    guard let httpsProxy else { return "" }
    let rest = httpsProxy.firstRange(of: "://").map { httpsProxy[$0.upperBound...] } ?? httpsProxy[...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    return String(authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority)
  }
}
#endif
