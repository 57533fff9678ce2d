extension EmulatedSell {
  /// What the service does where its documentation is silent, and what goes wrong on demand.
  ///
  /// The defaults are this emulator's choice. All of it may be changed while the service runs.
  public struct Behavior: Sendable {
    /// The number of items on a queue page, at least 1.
    public var pageSize = 100
    /// The order in which a session delivers its records.
    package var order = QueueOrder.oldestChangeFirst
    /// The interval, in pages of a session, at which a page is empty although more follow; `nil` for never.
    package var emptyPageEvery: Int?
    /// The interval, in items of a session, at which an item is delivered again at its end; `nil` for never.
    package var repeatedItemEvery: Int?

    /// When an acknowledgement takes effect.
    package var acknowledgementDelay = Delay.none
    /// The interval, in keys, at which a key is lost after it was accepted; `nil` for never.
    package var lostAcknowledgementEvery: Int?
    /// The most keys that one acknowledgement may carry; more are refused with 422. `nil` for any number.
    package var acknowledgementLimit: Int?
    /// What happens to an acknowledgement with a key that this device never received.
    package var unknownKeys = UnknownKeys.ignored
    /// The status that accepts an acknowledgement.
    package var acknowledgementStatus = 202
    /// Whether an acknowledgement without the `data` envelope is accepted.
    package var acceptsBareAcknowledgements = false

    /// The most sessions that are open at a time.
    package var sessionLimit = 100
    /// What happens to a start beyond that limit.
    package var beyondSessionLimit = BeyondSessionLimit.rateLimited
    /// How many seconds a session stays open without requests.
    package var sessionSeconds = 3600
    /// After how many pages a session vanishes; `nil` for never.
    package var sessionPages: Int?
    /// The status for a session that is unknown or has vanished.
    package var statusOfUnknownSession = 404

    /// Whether a record that could not be fetched comes again in the next session. Otherwise it counts as sent.
    package var failedObjectsReturn = true
    /// Which devices receive a deletion.
    package var deletionAudience = DeletionAudience.sent

    /// The interval, in requests, at which a request is rate limited; `nil` for never.
    package var rateLimitedEvery: Int?
    /// The response to a rate-limited request.
    public var rateLimitForm = RateLimitForm.emptyBody
    /// The `Retry-After` of a rate-limited request in seconds, or `nil` for none.
    public var retryAfter: Int?

    /// The code for a request without `User-Agent`; the documentation names two.
    package var codeOfMissingUserAgent = "invalid_header"
    /// Whether a query parameter that is unknown to a list is refused with 400. Otherwise it is ignored.
    package var refusesUnknownParameters = true
    /// Whether an attribute that only the service sets is refused with 422. Otherwise it is ignored.
    package var refusesReadOnlyAttributes = false

    /// The defaults.
    public init() {}
  }

  /// The order in which a session delivers its records.
  package enum QueueOrder: Sendable { case oldestChangeFirst, newestChangeFirst, shuffled }

  /// How long an acknowledgement waits until it takes effect.
  package enum Delay: Sendable, Equatable {
    /// Not at all.
    case none
    /// Until this many further requests have come.
    case requests(Int)
    /// Until this many seconds of the service's clock have passed.
    case seconds(Int)
  }

  /// What happens to an acknowledgement with an unknown key: the key is skipped, or all of it is refused with 422.
  package enum UnknownKeys: Sendable { case ignored, refused }

  /// What happens to a start when too many sessions are open: it gets a 429, or the session that waited longest ends.
  package enum BeyondSessionLimit: Sendable { case rateLimited, endsOldest }

  /// Which devices receive a deletion: those that acknowledged the record, those that received it, or all.
  package enum DeletionAudience: Sendable { case acknowledged, sent, everyone }

  /// The response to a rate-limited request: 429 without content, 429 with the error envelope, or 404 whose details
  /// name `/429.json`.
  public enum RateLimitForm: Sendable { case emptyBody, envelope, disguised }
}
