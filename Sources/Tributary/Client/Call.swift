import TributaryJSON

/// One call of one endpoint, from the first attempt to the last.
///
/// Around the transport stand, from the outside in: authentication, retry, rate limit, redirects, log.
struct Call {
  /// The greatest part of an answer that an error keeps.
  private static let keptBytes = 64 << 10

  let client: ServiceClient
  let request: EndpointRequest
  let options: CallOptions
  /// How many requests were sent, redirects not counted.
  private(set) var attempts = 0
  /// How long the last exchange took.
  private(set) var duration = Duration.zero
  private var redaction = Redaction()
  /// The last request as an error may show it.
  private var shown = ""

  private let start: Duration
  private var policy: ClientPolicy { client.policy }
  private var deadline: Duration { options.deadline ?? policy.limits.deadline }
  private var remaining: Duration { deadline - (policy.time.uptime - start) }

  init(client: ServiceClient, request: EndpointRequest, options: CallOptions) {
    self.client = client
    self.request = request
    self.options = options
    start = client.policy.time.uptime
    for secret in client.policy.secrets { redaction.hide(secret.exposed) }
    for (name, value) in options.headers.fields where redaction.isSecret(header: name) {
      redaction.hide(header: name, value: value)
    }
  }

  /// Sends the request until there is a success, or nothing is left to try.
  mutating func run(errors: ErrorModel?) async throws(APIError) -> HTTPResponse {
    let plain = try RequestBuilder.request(request, client: client, options: options, failing: failure)
    var refused: Secret?
    var failures = 0
    while true {
      var authorized = plain
      let token = try await authorize(&authorized, refused: refused)
      let outcome = try await attempt(authorized)
      var error: APIError
      switch outcome {
      case .success(let answer) where (200..<300).contains(answer.status):
        client.pace.budget.refill()
        return answer
      case .success(let answer):
        // A token may be refused before its time is over. It is replaced once; a second refusal is final.
        if answer.status == 401, let token, refused == nil {
          refused = token
          continue
        }
        let model = errors?.read(answer.body)
        let isThrottled = (model as? any ThrottleTelling)?.tellsThrottle ?? false
        error = failure(.status(isThrottled ? 429 : answer.status), answer, model: model)
      case .failure(let reason): error = failure(reason)
      }
      failures += 1
      guard let wait = pause(before: &error, failures: failures) else { throw error }
      try await sleep(wait, else: error)
    }
  }

  /// Reads the content of a success.
  func read<Response>(
    _ answer: HTTPResponse, as answers: [Answer<Response>]
  ) throws(APIError) -> Response {
    guard let reading = answers.first(where: { $0.status == answer.status }) ?? answers.first else {
      throw failure(.invalidRequest("the endpoint declares no success"))
    }
    do { return try reading.read(answer.body, policy.json) } catch {
      throw failure(DecodingProblem.reason(error, in: answer), answer)
    }
  }

  // MARK: - Authentication

  /// Adds the credential, and remembers what must not be shown. Returns the token where one came from a source.
  private mutating func authorize(_ request: inout HTTPRequest, refused: Secret?) async throws(APIError) -> Secret? {
    for (name, value) in client.authentication.account { add(value, as: name, to: &request) }
    switch client.authentication.method {
    case .none: return nil
    case .fixed(let headers, let hidden):
      for secret in hidden { redaction.hide(secret.exposed) }
      for (name, value) in headers { add(value.exposed, as: name, to: &request) }
      return nil
    case .source(let source):
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
  }

  /// A header that the caller set for this call stays.
  private mutating func add(_ value: String, as name: String, to request: inout HTTPRequest) {
    redaction.hide(header: name, value: value)
    if options.headers[name] == nil { request.headers[name] = value }
  }

  // MARK: - One attempt

  /// Sends one request, and follows where its answer leads. Throws what no further attempt can change.
  private mutating func attempt(
    _ first: HTTPRequest
  ) async throws(APIError) -> Result<HTTPResponse, APIError.Reason> {
    attempts += 1
    var request = first
    for _ in 0...policy.redirects {
      if Task.isCancelled { throw failure(.cancelled) }
      if let reason = ClearText.refusal(request, redaction: redaction) { throw failure(reason) }
      if let limiter = client.pace.limiter { try await sleep(limiter.reserve(), else: failure(.deadline(deadline))) }
      let answer: HTTPResponse
      do throws(TransportError) { answer = try await exchange(request) } catch {
        if error == .cancelled { throw failure(.cancelled) }
        return .failure(.transport(error.rewording(redaction.text)))
      }
      switch Redirect.request(after: answer, to: request, redaction: redaction) {
      case nil: return .success(answer)
      case .success(let next): request = next
      case .failure(let reason): throw failure(reason, answer)
      }
    }
    throw failure(.redirect("it comes after \(policy.redirects) others"))
  }

  private mutating func exchange(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    shown = "\(request.method) \(redaction.url(request.url))"
    guard remaining > .zero else { throw .timedOut(after: deadline) }
    var limits = policy.limits
    limits.deadline = remaining
    limits.bodyBytes = min(limits.bodyBytes, self.request.bodyLimit ?? limits.bodyBytes)
    let begin = policy.time.uptime
    let result: Result<HTTPResponse, TransportError>
    do throws(TransportError) { result = .success(try await client.transport.send(request, limits: limits)) } catch {
      result = .failure(error)
    }
    duration = policy.time.uptime - begin
    log(request, result)
    return try result.get()
  }

  private func log(_ request: HTTPRequest, _ result: Result<HTTPResponse, TransportError>) {
    guard let log = policy.log else { return }
    var record = ExchangeRecord(
      operation: self.request.operation, attempt: attempts, method: request.method, url: redaction.url(request.url),
      requestHeaders: redaction.headers(request.headers), duration: duration)
    switch result {
    case .success(let answer):
      record.status = answer.status
      record.responseHeaders = redaction.headers(answer.headers)
      record.bytes = answer.body.count
    case .failure(let error): record.failure = error.rewording(redaction.text)
    }
    log(record)
  }

  // MARK: - Retry

  /// How long to wait before the next attempt, or `nil` when there is none; the error then says why.
  private func pause(before error: inout APIError, failures: Int) -> Duration? {
    error.retryAfter = RetryDecision.retryAfter(error.headers, now: policy.time.date)
    guard RetryDecision.mayPass(error.reason) else { return nil }
    guard RetryDecision.isRepeatable(request) else {
      error.stop = .notRepeatable
      return nil
    }
    guard failures < policy.retry.attempts else {
      error.stop = .attempts(failures)
      return nil
    }
    let wait = RetryDecision.wait(
      after: failures, asked: error.retryAfter, policy: policy.retry, random: policy.random())
    guard wait < remaining else {
      error.stop = .deadline(deadline)
      return nil
    }
    guard client.pace.budget.spend() else {
      error.stop = .budget
      return nil
    }
    return wait
  }

  /// Waits, unless the deadline would pass meanwhile.
  private func sleep(_ wait: Duration, else error: APIError) async throws(APIError) {
    guard wait > .zero else { return }
    guard wait < remaining else { throw error }
    do { try await policy.time.sleep(for: wait) } catch { throw failure(.cancelled) }
  }

  // MARK: - Errors

  private func failure(_ reason: APIError.Reason) -> APIError { failure(reason, nil) }

  private func failure(
    _ reason: APIError.Reason, _ answer: HTTPResponse?, model: (any Sendable)? = nil
  ) -> APIError {
    var error = APIError(operation: request.operation, reason: reason)
    error.request = shown
    error.attempts = attempts
    error.model = model
    if let answer {
      error.status = answer.status
      error.headers = redaction.headers(answer.headers)
      error.body = redaction.body(answer.body, limit: Self.keptBytes)
    }
    return error
  }
}
