import Tributary

/// The options that calling any service needs.
struct ConnectionOptions: Sendable {
  var baseURL: String?
  /// The longest time for one call, including retries, in seconds.
  var timeout: Int?
  var log: (@Sendable (ExchangeRecord) -> Void)?

  var policy: ClientPolicy {
    var limits = HTTPLimits()
    if let timeout { limits.deadline = .seconds(timeout) }
    return ClientPolicy(limits: limits, userAgent: "tributary-command/\(UserAgent.version)", log: log)
  }
}
