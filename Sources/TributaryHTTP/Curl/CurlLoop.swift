#if os(Linux)
import CCurl

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Carries out the exchanges of a transport. It is created, used and released on one thread.
final class CurlLoop {
  /// How many connections are kept open between requests.
  private static let keptConnections = 32
  /// The maximum wait for a wake-up, in case one was lost.
  private static let longestPoll = Duration.seconds(60)

  private let mailbox: CurlMailbox
  private let multi: UnsafeMutableRawPointer
  /// TLS sessions, which a single handle would forget.
  private let share: UnsafeMutableRawPointer
  private var transfers: [Int: CurlTransfer] = [:]
  private var running: [UnsafeMutableRawPointer: CurlTransfer] = [:]
  /// No timer of a transfer ends before this.
  private var nextExpiry: ContinuousClock.Instant?
  private var isClosing = false

  /// `nil` if libcurl cannot start.
  init?(_ mailbox: CurlMailbox) {
    // Thread-safe from 7.84 on; for older versions, this lazy constant makes the single first call.
    guard Self.isInitialized, let multi = curl_multi_init() else { return nil }
    guard let share = curl_share_init() else {
      curl_multi_cleanup(multi)
      return nil
    }
    self.mailbox = mailbox
    self.multi = UnsafeMutableRawPointer(multi)
    self.share = UnsafeMutableRawPointer(share)
    tributary_share_sessions(share)
    _ = tributary_multi_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, mailbox.connectionsPerHost)
    _ = tributary_multi_long(multi, CURLMOPT_MAXCONNECTS, Self.keptConnections)
    // One exchange at a time on a connection, also with HTTP/2: libcurl 7.88 can forget the last bytes of responses that
    // share one, and later versions have trouble when one of them pauses.
    _ = tributary_multi_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
    mailbox.wake(through: multi)
  }

  private static let isInitialized = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  deinit {
    curl_multi_cleanup(multi)
    curl_share_cleanup(share)
  }

  /// Works until the transport is released.
  func run() {
    while true {
      for message in mailbox.take() { receive(message) }
      if isClosing, transfers.isEmpty { break }
      var count: Int32 = 0
      curl_multi_perform(multi, &count)
      endTransfers()
      expire()
      let polled = curl_multi_poll(multi, nil, 0, Int32(pollMilliseconds), nil)
      // If polling fails, this at least keeps a core from spinning.
      if polled != CURLM_OK { usleep(10_000) }
    }
    mailbox.wake(through: nil)
  }

  private func receive(_ message: CurlMailbox.Message) {
    switch message {
    case .start(let order): start(order)
    case .cancel(let id): if let transfer = transfers[id] { abandon(transfer, .cancelled) }
    case .resume(let id): transfers[id]?.resume()
    case .close:
      isClosing = true
      for transfer in Array(transfers.values) { abandon(transfer, .cancelled) }
    }
  }

  private func start(_ order: CurlOrder) {
    guard !order.exchange.hasEnded else { return }
    // Each request gets a new handle: before 8.1, libcurl reads freed memory if a reused handle receives a response
    // whose first header field begins with a space.
    guard let easy = curl_easy_init().map({ UnsafeMutableRawPointer($0) }) else {
      return order.exchange.end(.failure(.failed("there is no memory for a connection")))
    }
    let transfer: CurlTransfer
    do throws(TransportError) {
      transfer = try CurlTransfer(order, easy: easy, share: share, environment: mailbox.environment)
    } catch {
      curl_easy_cleanup(easy)
      return order.exchange.end(.failure(error))
    }
    guard curl_multi_add_handle(multi, easy) == CURLM_OK else {
      curl_easy_cleanup(easy)
      return order.exchange.end(.failure(.failed("libcurl accepts no more requests")))
    }
    transfers[order.id] = transfer
    running[easy] = transfer
    transfer.watch = { [unowned self] expiry in self.nextExpiry = min(self.nextExpiry ?? expiry, expiry) }
    transfer.watch?(order.deadline)
    order.content?.start()
  }

  private func endTransfers() {
    var result: Int32 = 0
    while let easy = tributary_multi_ended(multi, &result) {
      guard let transfer = running[easy] else { continue }
      remove(transfer)
      transfer.complete(UInt32(bitPattern: result))
    }
  }

  private func abandon(_ transfer: CurlTransfer, _ error: TransportError) {
    remove(transfer)
    transfer.fail(error)
  }

  private func remove(_ transfer: CurlTransfer) {
    transfers[transfer.order.id] = nil
    running[transfer.easy] = nil
    curl_multi_remove_handle(multi, transfer.easy)
    transfer.readDetails()
    curl_easy_cleanup(transfer.easy)
  }

  /// Ends the transfers that have timed out.
  private func expire() {
    guard let expiry = nextExpiry else { return }
    let now = ContinuousClock.now
    guard now >= expiry else { return }
    nextExpiry = nil
    for transfer in Array(transfers.values) {
      if let error = transfer.timeout(at: now) {
        abandon(transfer, error)
      } else if let next = transfer.nextExpiry {
        nextExpiry = min(nextExpiry ?? next, next)
      }
    }
  }

  private var pollMilliseconds: Int {
    let wait = nextExpiry.map { min($0 - .now, Self.longestPoll) } ?? Self.longestPoll
    guard wait > .zero else { return 0 }
    // Rounded up, because a poll that ends too early would be followed by many that end at once.
    return Int(wait.components.seconds) * 1000 + Int(wait.components.attoseconds / 1_000_000_000_000_000) + 1
  }
}
#endif
