public import TributaryJSON

/// How a client calls: limits, retry, rate, and where it takes time and chance from.
public struct ClientPolicy: Sendable {
  /// What one exchange may cost. Its deadline is also that of a call with all its attempts and waits.
  public var limits: HTTPLimits
  /// What an answer's JSON may cost.
  public var json: JSONLimits
  /// How failures are repeated.
  public var retry: RetryPolicy
  /// The greatest rate of requests a second, shared by all copies of a client; `nil` for no limit.
  public var callsPerSecond: Double?
  /// How many redirects one call follows.
  public var redirects: Int
  /// The program's own part of the `User-Agent`: `MyProgram/2.1`.
  public var userAgent: String?
  /// Texts that errors and logs must not repeat, besides the credentials: a password in a body.
  public var secrets: [Secret]
  /// Called after each exchange, with everything secret taken out.
  public var log: (@Sendable (ExchangeRecord) -> Void)?
  /// The clocks.
  public var time: any TimeSource
  /// A number from 0 up to but not including 1, another one each time.
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
