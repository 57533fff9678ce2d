#if os(Linux)
import CCurl
import TributaryJSON

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One exchange that libcurl performs. It is used on the transport's thread only.
final class CurlTransfer {
  let order: CurlOrder
  let easy: UnsafeMutableRawPointer
  /// Reports when a timer of this transfer ends next.
  var watch: ((ContinuousClock.Instant) -> Void)?

  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  private let environment: CurlEnvironment
  private var fields: UnsafeMutablePointer<curl_slist>?
  private var details = CurlFailure.Details()
  private let upload: CurlUpload?

  private var head: ResponseHead
  private var body: BodyCollector
  private var decoder: GzipDecoder?
  private var expectedBytes: Int?
  private var streamedBytes = 0
  private var failure: TransportError?
  private var phase = ExchangePhase.connecting
  private var requests = 0
  private var lastActivity: ContinuousClock.Instant?
  private var isReadingPaused = false
  private var isSendingPaused = false
  private var isDelivered = false

  init(
    _ order: CurlOrder, easy: UnsafeMutableRawPointer, share: UnsafeMutableRawPointer, environment: CurlEnvironment
  ) throws(TransportError) {
    self.order = order
    self.easy = easy
    self.environment = environment
    head = ResponseHead(limit: order.limits.headerBytes)
    body = BodyCollector(limits: order.limits)
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    upload = try CurlUpload(order)
    prepare(share)
  }

  deinit {
    curl_slist_free_all(fields)
    errorText.deallocate()
  }

  private func prepare(_ share: UnsafeMutableRawPointer) {
    let request = order.request
    let options = CurlOptions(easy: easy)
    options.common(share, connectTimeout: order.limits.connectTimeout, errorText: errorText)
    options.trust(environment)
    options.keep(environment)
    details.proxy = options.route(request.url, environment) ? environment.proxyHost : nil
    let context = Unmanaged.passUnretained(self).toOpaque()
    options.url(request.url)
    options.method(request.method, upload: upload)
    fields = options.headers(request, wantsGzip: order.response == nil)
    tributary_easy_header(easy, { CurlTransfer.of($3).receiveLine($0, $1 &* $2) }, context)
    tributary_easy_write(easy, { CurlTransfer.of($3).receive($0, $1 &* $2) }, context)
    tributary_easy_before_request(easy, { context, _, _, _, _ in CurlTransfer.of(context).beginRequest() }, context)
    if upload != nil {
      tributary_easy_read(easy, { CurlTransfer.of($3).send($0, $1 &* $2) }, context)
      tributary_easy_seek(
        easy, { context, offset, origin in CurlTransfer.of(context).rewind(Int(offset), origin) }, context)
    }
  }

  /// The transfer that a callback of libcurl concerns.
  ///
  /// The loop keeps it for as long as libcurl has its handle, and libcurl calls from inside the loop's calls alone.
  private static func of(_ context: UnsafeMutableRawPointer?) -> CurlTransfer {
    Unmanaged<CurlTransfer>.fromOpaque(context.unsafelyUnwrapped).takeUnretainedValue()
  }

  // MARK: - What libcurl calls

  /// The connection is established, and the request is sent next. libcurl calls this again to repeat the request on
  /// another connection, which is allowed only for an idempotent request.
  private func beginRequest() -> Int32 {
    requests += 1
    guard requests == 1 || order.request.isIdempotent else { return CURL_PREREQFUNC_ABORT }
    phase = .sending
    noteActivity()
    watch?(.now + order.limits.idleTimeout)
    return CURL_PREREQFUNC_OK
  }

  private func receiveLine(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    noteActivity()
    do throws(TransportError) {
      if !head.isComplete { phase = .readingHeaders }
      let wasComplete = head.isComplete
      try head.read(UnsafeRawBufferPointer(start: bytes, count: count))
      if head.isComplete, !wasComplete { try begin() }
      return count
    } catch {
      failure = error
      return 0
    }
  }

  private func receive(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    noteActivity()
    guard count > 0 else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: bytes, count: count)
    do throws(TransportError) {
      if let channel = order.response { return try pass(bytes, to: channel) ? count : pauseReading() }
      guard let decoder else {
        try body.append(bytes, expecting: expectedBytes)
        return count
      }
      try decoder.decode(bytes) { bytes throws(TransportError) in try body.append(bytes) }
      return count
    } catch {
      failure = error
      return 0
    }
  }

  private func send(_ buffer: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    noteActivity()
    switch upload?.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: count)) ?? .end {
    case .bytes(let count): return count
    case .end: return 0
    case .empty:
      isSendingPaused = true
      return Int(CURL_READFUNC_PAUSE)
    case .failed(let error):
      failure = error
      return Int(CURL_READFUNC_ABORT)
    }
  }

  private func rewind(_ offset: Int, _ origin: Int32) -> Int32 {
    origin == SEEK_SET && upload?.seek(to: offset) ?? false ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
  }

  // MARK: - The response

  /// Checks the complete header fields before any content.
  private func begin() throws(TransportError) {
    phase = .readingContent
    let length = try head.contentLength
    let hasContent = order.request.method != "HEAD" && head.status != 204 && head.status != 304
    if !hasContent, order.request.method != "HEAD", head.announcesContent {
      // Content that must not be there would be read as the next response on this connection.
      _ = tributary_easy_long(easy, CURLOPT_FORBID_REUSE, 1)
    }
    if hasContent {
      expectedBytes = length
      try chooseDecoder()
      if decoder == nil, let length, length > order.limits.bodyBytes { throw .tooLarge(limit: order.limits.bodyBytes) }
    }
    if let lifetime = order.lifetime() {
      isDelivered = true
      order.exchange.end(.success(HTTPStream(status: head.status, headers: head.headers, body: lifetime.body())))
    }
  }

  private func chooseDecoder() throws(TransportError) {
    guard let coding = head.contentCoding else { return }
    guard order.response == nil else { throw .contentCoding("\"\(coding)\" was not requested by a stream") }
    guard coding == "gzip" || coding == "x-gzip" else { throw .contentCoding("\"\(coding)\" was not requested") }
    decoder = GzipDecoder()
    guard decoder != nil else { throw .failed("there is no memory for decompressing the response") }
  }

  /// False if the reader must take something first.
  private func pass(_ bytes: UnsafeRawBufferPointer, to channel: ChunkChannel) throws(TransportError) -> Bool {
    guard bytes.count <= order.limits.bodyBytes - streamedBytes else { throw .tooLarge(limit: order.limits.bodyBytes) }
    guard channel.offer(bytes) else { return false }
    streamedBytes += bytes.count
    return true
  }

  private func pauseReading() -> Int {
    isReadingPaused = true
    return Int(CURL_WRITEFUNC_PAUSE)
  }

  /// Continues after a pause.
  func resume() {
    guard isReadingPaused || isSendingPaused else { return }
    (isReadingPaused, isSendingPaused) = (false, false)
    noteActivity()
    watch?(.now + order.limits.idleTimeout)
    // libcurl may call back from inside this, and pause again.
    curl_easy_pause(easy, CURLPAUSE_CONT)
  }

  // MARK: - The end

  /// Keeps what libcurl says about the connection, before the handle serves another request.
  func readDetails() {
    details.text = String(cString: errorText)
    details.systemError = Int32(tributary_easy_info(easy, CURLINFO_OS_ERRNO))
    details.proxyStatus = tributary_easy_info(easy, CURLINFO_HTTP_CONNECTCODE)
    details.phase = phase
    details.limits = order.limits
    details.request = order.request
    details.environment = environment
  }

  /// Ends with what libcurl says.
  func complete(_ result: UInt32) {
    if let failure { return fail(failure) }
    guard result == CURLE_OK.rawValue else { return fail(CurlFailure.error(result, details)) }
    // libcurl calls it a success when the connection ends inside the header fields.
    guard head.isComplete else { return fail(.connectionLost(while: head.hasBegun ? .readingHeaders : .waiting)) }
    // And when compressed content ends early.
    if let decoder, !decoder.isComplete { return fail(.connectionLost(while: .readingContent)) }
    order.content?.close()
    if let channel = order.response { return channel.finish(nil) }
    do throws(TransportError) {
      let body = HTTPBody(try body.finish())
      order.exchange.end(.success(HTTPStream(status: head.status, headers: head.headers, body: body)))
    } catch {
      order.exchange.end(.failure(error))
    }
  }

  /// Ends without a complete response.
  func fail(_ error: TransportError) {
    order.content?.close()
    if isDelivered { order.response?.finish(error) } else { order.exchange.end(.failure(error)) }
  }

  // MARK: - Time

  private func noteActivity() { lastActivity = .now }

  /// The error for a timer that has ended.
  func timeout(at now: ContinuousClock.Instant) -> TransportError? {
    if !isBeyondDeadline, now >= order.deadline { return .timedOut(after: order.limits.deadline) }
    if let idleExpiry, now >= idleExpiry { return .idleTimedOut(after: order.limits.idleTimeout) }
    return nil
  }

  /// When the next timer ends.
  var nextExpiry: ContinuousClock.Instant? {
    guard !isBeyondDeadline else { return idleExpiry }
    return idleExpiry.map { min($0, order.deadline) } ?? order.deadline
  }

  /// The deadline of a stream applies up to the header fields of a success.
  private var isBeyondDeadline: Bool { isDelivered && (200..<300).contains(head.status) }

  /// The idle timeout does not run before the request is sent, nor while this side makes the other wait.
  private var idleExpiry: ContinuousClock.Instant? {
    guard let lastActivity, !isReadingPaused, !isSendingPaused else { return nil }
    return lastActivity + order.limits.idleTimeout
  }
}
#endif
