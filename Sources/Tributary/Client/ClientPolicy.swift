public import TributaryJSON

/// How a client makes calls: limits, retries, rate limit, and its sources of time and randomness.
public struct ClientPolicy: Sendable {
  /// The limits of one exchange. Its deadline also applies to a call with all attempts and backoff.
  public var limits: HTTPLimits
  /// The limits of a response's JSON.
  public var json: JSONLimits
  /// How failed requests are retried.
  public var retry: RetryPolicy
  /// The maximum number of requests per second, shared by all copies of a client; `nil` for no limit.
  public var callsPerSecond: Double?
  /// How many redirects one call follows.
  public var redirects: Int
  /// The program's own part of the `User-Agent`: `MyProgram/2.1`.
  public var userAgent: String?
  /// Texts that errors and logs must not repeat, in addition to the credentials, such as a password in a body.
  public var secrets: [Secret]
  /// Called after each exchange, with all secrets removed.
  public var log: (@Sendable (ExchangeRecord) -> Void)?
  /// The clocks.
  public var time: any TimeSource
  /// Returns a random number from 0 up to but not including 1.
  public var random: @Sendable () -> Double

  /// A policy; see the properties for what each part means.
  public init(
    limits: HTTPLimits = HTTPLimits(), json: JSONLimits = JSONLimits(), retry: RetryPolicy = RetryPolicy(),
    callsPerSecond: Double? = nil, redirects: Int = 5, userAgent: String? = nil,
    secrets: [Secret] = [], log: (@Sendable (ExchangeRecord) -> Void)? = nil, time: any TimeSource = SystemTime(),
    random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.limits = limits
    self.json = json
    self.retry = retry
    self.callsPerSecond = callsPerSecond
    self.redirects = max(0, redirects)
    self.userAgent = userAgent
    self.secrets = secrets
    self.log = log
    self.time = time
    self.random = random
  }
}
