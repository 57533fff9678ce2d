import TributaryJSON

/// One call of one endpoint, from the first attempt to the last.
///
/// The layers around the transport are, from the outside in: authentication, retry, rate limit, redirects, log.
struct Call {
  /// The size of the part of a response that an error keeps.
  private static let keptBytes = 64 << 10

  let client: ServiceClient
  let request: EndpointRequest
  let options: CallOptions
  /// The successes that the endpoint declares.
  let statuses: [Range<Int>]
  let delivery: HTTPDelivery
  /// The value of `Accept`.
  let mediaTypes: String
  /// How many requests were sent, redirects not counted.
  private(set) var attempts = 0
  /// How long the last exchange took.
  private(set) var duration = Duration.zero
  private var redaction = Redaction()
  /// The last request as an error may show it.
  private var shown = ""
  private var isRedirected = false

  private let start: Duration
  var policy: ClientPolicy { client.policy }
  var deadline: Duration { options.deadline ?? policy.limits.deadline }
  var remaining: Duration { deadline - (policy.time.uptime - start) }

  init<Response>(
    client: ServiceClient, endpoint: Endpoint<Response>, options: CallOptions, delivery: HTTPDelivery,
    accepting mediaTypes: String
  ) {
    self.client = client
    request = endpoint.request
    statuses = endpoint.responses.map(\.statuses)
    self.options = options
    self.delivery = delivery
    self.mediaTypes = mediaTypes
    start = client.policy.time.uptime
    for secret in client.policy.secrets { redaction.hide(secret.exposed) }
    for (name, value) in options.headers.fields where redaction.isSecret(header: name) {
      redaction.hide(header: name, value: value)
    }
  }

  /// Sends the request until it succeeds or no retries are left.
  mutating func run(errors: ErrorModel?) async throws(APIError) -> HTTPStream {
    let plain = try RequestBuilder.request(
      request, client: client, options: options, accepting: mediaTypes, failing: failure)
    var refused: Secret?
    var failures = 0
    while true {
      var authorized = plain
      let token = try await authorize(&authorized, refused: refused)
      let outcome = try await attempt(authorized)
      var error: APIError
      switch outcome {
      case .success(let stream) where isSuccess(stream.status):
        client.pace.budget.refill()
        return stream
      case .success(let stream):
        // A token may be refused before it expires. It is replaced once; a second refusal is final.
        if stream.status == 401, let token, refused == nil, canBeSentAgain {
          refused = token
          continue
        }
        let response = await Self.beginning(of: stream)
        let model = errors?.read(response.body, status: response.status)
        let isRateLimited = (model as? any RateLimitReporting)?.isRateLimited ?? false
        error = failure(.status(isRateLimited ? 429 : response.status), response, model: model)
      case .failure(let reason): error = failure(reason)
      }
      failures += 1
      guard let wait = pause(before: &error, failures: failures) else { throw error }
      try await sleep(wait, else: error)
    }
  }

  /// Whether a status is a success. An undeclared status is read like the first declared one, except for those whose
  /// content is missing, partial or yet to come.
  private func isSuccess(_ status: Int) -> Bool {
    if isDeclared(status) { return (200..<400).contains(status) }
    return (200..<300).contains(status) && ![202, 204, 205, 206].contains(status)
  }

  private func isDeclared(_ status: Int) -> Bool { statuses.contains { $0.contains(status) } }

  /// A stream of content cannot be read twice.
  private var canBeSentAgain: Bool { request.body?.content.isRepeatable ?? true }

  /// A response that is not a success with as much of its content as an error keeps, and a little more for its model.
  private static func beginning(of stream: HTTPStream) async -> HTTPResponse {
    var response = HTTPResponse(status: stream.status, headers: stream.headers)
    if let body = stream.body.complete {
      response.body = body
      return response
    }
    var bytes: [UInt8] = []
    var chunks = stream.body.makeAsyncIterator()
    while bytes.count < keptBytes, let chunk = try? await chunks.next() { bytes += chunk.array }
    response.body = SharedBytes(bytes)
    return response
  }

  /// The response with its content, which the transport has already collected if requested.
  func collect(_ stream: HTTPStream) async throws(APIError) -> HTTPResponse {
    var limits = policy.limits
    limits.bodyBytes = min(limits.bodyBytes, options.bodyLimit ?? request.bodyLimit ?? .max)
    do throws(TransportError) {
      let body = try await stream.body.collect(limits: limits)
      return HTTPResponse(status: stream.status, headers: stream.headers, body: body)
    } catch {
      throw failure(error, in: stream)
    }
  }

  /// Reads the whole content of a success.
  func read<Response>(
    _ response: HTTPResponse, _ read: (SharedBytes, JSONLimits) throws(JSONError) -> Response
  ) throws(APIError) -> Response {
    do { return try read(response.body, policy.json) } catch {
      throw failure(DecodingProblem.reason(error, in: response), response)
    }
  }

  /// The error of an endpoint that declares no success.
  var withoutResponses: APIError { failure(.invalidRequest("the endpoint declares no success")) }

  // MARK: - Authentication

  /// Adds the credential and records what must not be shown. Returns the token if it came from a source.
  private mutating func authorize(_ request: inout HTTPRequest, refused: Secret?) async throws(APIError) -> Secret? {
    let authentication = client.authentication
    guard self.request.sendsCredentials else { return nil }
    for (name, value) in authentication.account { add(value, as: name, to: &request) }
    for secret in authentication.hidden { redaction.hide(secret.exposed) }
    for (name, value) in authentication.headers { add(value.exposed, as: name, to: &request) }
    for (name, value) in authentication.query {
      redaction.hide(query: name, value: value.exposed)
      if let item = RequestItem.item(name, value.exposed).encoded { request.url = request.url.adding([item]) }
    }
    guard let source = authentication.source else { return nil }
    do {
      let token = try await source.token(refused: refused).token
      redaction.hide(token.exposed)
      add("Bearer " + token.exposed, as: "Authorization", to: &request)
      return token
    } catch {
      switch error {
      case .cancelled: throw failure(.cancelled)
      case .failed(let why): throw failure(.authentication(redaction.text(why)))
      }
    }
  }

  /// A header that the caller set for this call takes precedence.
  private mutating func add(_ value: String, as name: String, to request: inout HTTPRequest) {
    redaction.hide(header: name, value: value)
    if options.headers[name] == nil { request.headers[name] = value }
  }

  // MARK: - One attempt

  /// Sends one request and follows its redirects. Throws errors that no further attempt can change.
  private mutating func attempt(
    _ first: HTTPRequest
  ) async throws(APIError) -> Result<HTTPStream, APIError.Reason> {
    attempts += 1
    isRedirected = false
    var request = first
    for _ in 0...policy.redirects {
      if Task.isCancelled { throw failure(.cancelled) }
      if let reason = ClearText.refusal(request, redaction: redaction) { throw failure(reason) }
      if let limiter = client.pace.limiter { try await sleep(limiter.reserve(), else: failure(.deadline(deadline))) }
      let stream: HTTPStream
      do throws(TransportError) { stream = try await exchange(request) } catch {
        if error == .cancelled { throw failure(.cancelled) }
        return .failure(.transport(error.rewording(redaction.text)))
      }
      if isDeclared(stream.status) { return .success(stream) }
      switch Redirect.request(after: stream, to: request, redaction: redaction) {
      case nil: return .success(stream)
      case .success(let next): (request, isRedirected) = (next, true)
      case .failure(let reason): throw failure(reason, await Self.beginning(of: stream))
      }
    }
    throw failure(.redirect("it comes after \(policy.redirects) others"))
  }

  private mutating func exchange(_ request: HTTPRequest) async throws(TransportError) -> HTTPStream {
    shown = "\(request.method) \(redaction.url(request.url))"
    guard remaining > .zero else { throw .timedOut(after: deadline) }
    var limits = policy.limits
    limits.deadline = remaining
    let bodyLimit = options.bodyLimit ?? self.request.bodyLimit
    // The reader of a stream decides how much of it to read.
    limits.bodyBytes = delivery == .streamed ? bodyLimit ?? .max : min(limits.bodyBytes, bodyLimit ?? .max)
    let record = record(of: request)
    let (begin, time) = (policy.time.uptime, policy.time)
    let result: Result<HTTPStream, TransportError>
    do throws(TransportError) {
      result = .success(try await client.transport.open(request, limits: limits, delivery: delivery))
    } catch {
      result = .failure(error)
    }
    duration = time.uptime - begin
    return try log(record, result, from: begin).get()
  }

  private func record(of request: HTTPRequest) -> ExchangeRecord {
    ExchangeRecord(
      operation: self.request.operation, attempt: attempts, method: request.method, url: redaction.url(request.url),
      requestHeaders: redaction.headers(request.headers), duration: .zero)
  }

  /// Logs an exchange that has ended; one whose content is still arriving is logged at its end.
  private func log(
    _ record: ExchangeRecord, _ result: Result<HTTPStream, TransportError>, from begin: Duration
  ) -> Result<HTTPStream, TransportError> {
    guard let log = policy.log else { return result }
    var record = record
    switch result {
    case .success(let stream):
      record.status = stream.status
      record.responseHeaders = redaction.headers(stream.headers)
      guard let body = stream.body.complete else {
        let open = OpenExchange(record, begin: begin, time: policy.time, redaction: redaction, log: log)
        return .success(HTTPStream(status: stream.status, headers: stream.headers, body: open.following(stream.body)))
      }
      record.bytes = body.count
    case .failure(let error): record.failure = error.rewording(redaction.text)
    }
    record.duration = duration
    log(record)
    return result
  }

  // MARK: - Waiting

  /// Waits, unless the deadline would pass meanwhile.
  private func sleep(_ wait: Duration, else error: APIError) async throws(APIError) {
    guard wait > .zero else { return }
    guard wait < remaining else { throw error }
    do { try await policy.time.sleep(for: wait) } catch { throw failure(.cancelled) }
  }

  // MARK: - Errors

  /// The error of a response that is marked as a failure.
  func failureInSuccess(_ response: HTTPResponse, errors: ErrorModel?) -> APIError {
    failure(.failureInSuccess, response, model: errors?.read(response.body, status: response.status))
  }

  /// The error of a response's content, of which a part may be kept.
  func failure(_ reason: APIError.Reason, in response: HTTPResponse) -> APIError { failure(reason, response) }

  /// The error of a response whose content ended early.
  func failure(_ error: TransportError, in stream: HTTPStream) -> APIError {
    let reason: APIError.Reason = error == .cancelled ? .cancelled : .transport(error.rewording(redaction.text))
    return failure(reason, HTTPResponse(status: stream.status, headers: stream.headers))
  }

  private func failure(_ reason: APIError.Reason) -> APIError { failure(reason, nil) }

  private func failure(
    _ reason: APIError.Reason, _ response: HTTPResponse?, model: (any Sendable)? = nil
  ) -> APIError {
    var error = APIError(operation: request.operation, reason: reason)
    error.request = shown
    error.isRedirected = isRedirected
    error.attempts = attempts
    error.model = model
    if let response {
      error.status = response.status
      error.headers = redaction.headers(response.headers)
      error.body = redaction.body(response.body, limit: Self.keptBytes)
    }
    return error
  }
}
