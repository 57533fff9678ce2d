/// The settings, counts and records of ``ZendeskSellEmulator``, which has each of these types as a member.
public enum EmulatedSell {}

extension EmulatedSell {
  /// The contents of a service and the callers it accepts.
  public struct Configuration: Sendable {
    /// How many records the queue has for a new device. Users, pipelines, stages and the like count too: it is never
    /// less than those.
    public var records = 200
    /// The seed of everything random.
    public var seed: UInt64 = 1
    /// The only accepted bearer token, or `nil` for any.
    public var token: String?
    /// The application that may have access tokens from `/oauth2/token`, or `nil` for none; with one, and without
    /// ``token``, only its tokens are accepted.
    public var application: Application?
    /// The scopes of the token; without `sync`, `read`, `write` or `profile`, the calls that need it get a 403.
    public var scopes: Set<String> = ["read", "write", "profile", "sync"]
    /// The types of the records in the queue. The documentation has no list; these were seen by clients.
    package var queueTypes: Set<String> = [
      "account", "user", "pipeline", "stage", "source", "loss_reason", "tag", "lead", "contact", "deal", "note", "task",
    ]
    /// How many of the records are of types that no documentation names.
    package var recordsOfUnknownTypes = 0
    /// Seconds that pass between two requests of the simulated clock.
    public var secondsPerRequest = 1
    /// After how many seconds of the clock a record changes by itself; `nil` for never.
    public var secondsPerChange: Int?
    /// The maximum number of records, including deleted ones. Beyond it, creating a record gets a 503.
    package var capacity = 5_000_000
    /// The most devices that are remembered. Beyond it, the device whose last request is the oldest is forgotten and
    /// becomes new.
    package var deviceCapacity = 100
    /// How many of the last acknowledgement keys of each device are kept for inspection.
    package var rememberedKeys = 100_000
    /// What the service does where its documentation is silent.
    public var behavior = Behavior()

    /// The defaults.
    public init(records: Int = 200, seed: UInt64 = 1) {
      self.records = records
      self.seed = seed
    }
  }

  /// An application that may have access tokens for a refresh token.
  public struct Application: Sendable {
    /// Its identifier, the user name of HTTP Basic.
    public var clientID: String
    /// Its secret, the password of HTTP Basic.
    public var clientSecret: String
    /// The refresh token that it begins with.
    public var refreshToken: String
    /// For how many seconds of the service's clock an access token is valid.
    public var lifetime = 3600
    /// Whether each response has a new refresh token, and the previous one is refused from then on. It is documented
    /// that responses have one, but not whether it is new.
    public var changesRefreshToken = false

    /// An application from its parts.
    public init(clientID: String, clientSecret: String, refreshToken: String) {
      self.clientID = clientID
      self.clientSecret = clientSecret
      self.refreshToken = refreshToken
    }
  }
}
