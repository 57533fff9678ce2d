/// An account that a fleet keeps a copy of.
///
/// It holds the *name* of a credential and never the credential: a worker looks it up where only it can read.
public struct FleetAccount: Sendable, Hashable, Identifiable {
  /// The number that the source gave it.
  public var id: Int
  /// The service, in lower case with hyphens: `my-azur`.
  public var service: String
  /// The base URL, without a slash at the end.
  public var baseURL: String
  /// The name, unique among the accounts of a service and base URL.
  public var name: String
  /// The name of its credential, which several accounts may share.
  public var credential: String
  /// What else a sync needs to know, by name: `["folder": "5"]`. Never a secret.
  public var options: [String: String]
  /// How often it is synchronized.
  public var period: Duration

  /// An account from its parts.
  ///
  /// The name of the credential is the account's own by default, and the number is given by the source that it is
  /// added to.
  public init(
    id: Int = 0, service: String, baseURL: String, name: String, credential: String? = nil,
    options: [String: String] = [:], period: Duration
  ) {
    self.id = id
    self.service = service
    self.baseURL = baseURL
    self.name = name
    self.credential = credential ?? name
    self.options = options
    self.period = period
  }

  /// How messages name it: `zendesk-sell, acme`.
  public var label: String { "\(service), \(name)" }
}

/// What the workers of a fleet share about a credential.
public struct SharedCredential: Sendable, Hashable {
  /// The longest pause that is kept, whatever a service asks for.
  package static let longestPause = Duration.seconds(86_400)

  /// Its name.
  public var name: String
  /// The greatest number of requests per second by all workers together; `nil` for no limit.
  public var callsPerSecond: Double?
  /// How many workers hold leases of accounts with this credential now, at least 1. Each takes its part of the rate.
  public var owners: Int
  /// How long no request may be sent with it from now on, because the service said so; zero if it may.
  public var pause: Duration

  /// A credential from its parts.
  public init(name: String, callsPerSecond: Double? = nil, owners: Int = 1, pause: Duration = .zero) {
    self.name = name
    self.callsPerSecond = callsPerSecond
    self.owners = owners
    self.pause = pause
  }
}
