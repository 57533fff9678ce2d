public import TributaryJSON

/// The protocol of a service that keeps a queue of changes for each of its devices, delivers it in sessions, and
/// forgets what a device has acknowledged.
///
/// A run acknowledges what an earlier run stored, then requests sessions until there is none: only that response says
/// that nothing is left. A page of the queue and its keys are committed together; the keys are sent to the service
/// after that, once there are enough of them or the session ends, and until it has them they wait in the store's
/// outbox. The protocol compensates for what the queue does not guarantee:
///
/// - A page without items is not the end. It is requested again with growing backoff.
/// - A session that vanished is replaced by a new one, and no session is continued after a crash: what it delivered
///   comes again.
/// - Acknowledgements take effect late. A session that brought only what was already stored is followed by growing
///   backoff.
/// - Keys are sent in chunks, which may span pages. A refused chunk is halved until the refused key is alone; that key
///   is dropped and counted. After a session that brought nothing new, chunks are half as large, for a service that
///   silently processes only a limited number of keys.
/// - Objects that the service could not deliver are unsettled, and are requested one by one when the queue is empty.
///   The same applies to stored records that cannot be acknowledged, because the key is missing or refused: the service
///   may never report their deletion. An object stays unsettled until the queue delivers it with a key, or it is gone.
/// - Items of unknown types and items that do not decode are stored as received and acknowledged; otherwise they would
///   come again forever. An item without an identifier is kept in quarantine.
/// - Neither the order of items nor that of their revisions has a meaning: of two changes to an object, the one that
///   arrives later wins, and every change that is not a deletion is an upsert.
///
/// The service remembers what was acknowledged for each *device*, so a device belongs to one
/// ``StreamState/incarnation`` of the database. A copy or a restored backup gets a new device: everything is delivered
/// again, and records that were not delivered are deleted when the service says that nothing is left.
public enum SessionQueue {
  /// What the protocol assumes of the service. *Up to date* is true only if these hold.
  public static let assumptions = [
    "When there is no session to start, this device has acknowledged everything that it may see.",
    "A change is delivered in session after session until its key is acknowledged. A key identifies one change: "
      + "acknowledging it never acknowledges a later one.",
    "The deletion of an object is delivered to every device whose acknowledgement of the object was accepted, whether "
      + "or not it took effect.",
    "An object is delivered in its current state: no older state follows a newer one.",
    "A new device receives every object that exists, so an object that it does not receive is gone.",
    "An object that is not found by its identifier is gone.",
    "Losing access to a record is delivered as a deletion or not at all: the queue does not indicate it.",
    "Nobody else acknowledges for this device. A restore of the whole disk, with the database and the files beside "
      + "it, cannot be detected: request a new device in that case.",
  ]

  /// The times and bounds of the protocol.
  public struct Tuning: Sendable, Equatable {
    /// The most keys in one acknowledgement.
    public var chunk = 500
    /// Whether the keys of several pages are sent in one acknowledgement, as long as the queue keeps bringing something
    /// new. A process that dies leaves them to the next run, which sends them first.
    public var gathersKeys = true
    /// The most keys that a run drops because the service refuses them.
    public var refusals = 100
    /// The most sessions that a run reads to their end.
    public var sessions = 10
    /// The most consecutive sessions that bring nothing new.
    public var barrenSessions = 6
    /// The most consecutive sessions that vanish before they deliver anything new.
    public var vanishedSessions = 4
    /// The most consecutive pages that are empty or repeat the previous page.
    public var idlePages = 8
    /// The most pages in a run.
    public var pages = 1_000_000
    /// The most unsettled objects that a run requests one by one. If there are more, consecutive runs take turns, so
    /// that each object is settled eventually; until then no run reports that everything is up to date.
    public var objectRequests = 500
    /// The first wait of a row; each one after it is twice as long.
    public var initialBackoff = Duration.milliseconds(500)
    /// The longest wait.
    public var maximumBackoff = Duration.seconds(30)
    /// Whether the next page is fetched while one is being committed.
    public var overlaps = true

    /// The defaults.
    public init() {}

    func backoff(_ time: Int) -> Duration {
      var backoff = initialBackoff
      for _ in 1..<max(time, 1) where backoff < maximumBackoff { backoff *= 2 }
      return min(backoff, maximumBackoff)
    }
  }

  /// A request to the service.
  public enum Request: Sendable, Equatable {
    /// Start a session.
    case start(device: String)
    /// Deliver the next page of a session's queue.
    case page(device: String, session: String)
    /// Acknowledge the changes that these keys identify.
    case acknowledge(device: String, keys: [String])
    /// Return one object, bypassing the queue.
    case object(RecordReference)
  }

  /// The service's response.
  public enum Response: Sendable {
    /// A session was started.
    case session(Session)
    /// Nothing is left: there is no session to start, or no page in this one.
    case nothing
    /// A page of the queue.
    case page(Page)
    /// The session no longer exists.
    case gone
    /// The acknowledgement was accepted.
    case accepted
    /// The acknowledgement was refused because of its content: too many keys, or an invalid one.
    case refused
    /// The object's own JSON, and why it does not decode, or `nil` when it does.
    case object(RawJSON, problem: String?)
    /// The object does not exist.
    case missing
    /// The object is not available now: access is denied, or the service fails.
    case unavailable
  }

  /// A session.
  public struct Session: Sendable, Equatable {
    /// The identifier with which pages are requested.
    public var id: String
    /// How many items the queue may hold, or `nil` if the service does not say.
    public var total: Int?

    /// A session from its parts.
    public init(id: String, total: Int? = nil) {
      self.id = id
      self.total = total
    }
  }

  /// A page of the queue.
  public struct Page: Sendable, Equatable {
    /// The items, not decoded.
    public var items: RawList
    /// Objects that belong here but could not be delivered.
    public var unsettledObjects: [RecordReference]
    /// How many items may be left after this page, or `nil` if the service does not say.
    public var left: Int?

    /// A page from its parts.
    public init(items: RawList, unsettledObjects: [RecordReference] = [], left: Int? = nil) {
      self.items = items
      self.unsettledObjects = unsettledObjects
      self.left = left
    }
  }

  /// The interpretation of an item of the queue.
  public struct Item: Sendable, Equatable {
    /// The record type's name; empty where it could not be read.
    public var type: String
    /// The identifier as text, or `nil` if none could be read.
    public var id: String?
    /// The key to acknowledge it with, or `nil` without one.
    public var key: String?
    /// What happens to the record, or `nil` if that is unknown.
    public var kind: RecordChange.Kind?
    /// Whether a spec knows the type.
    public var isKnown = true
    /// Why the record does not decode, or `nil` when it does.
    public var problem: String?

    /// An item from its parts.
    public init(
      type: String, id: String?, key: String?, kind: RecordChange.Kind?, isKnown: Bool = true, problem: String? = nil
    ) {
      self.type = type
      self.id = id
      self.key = key
      self.kind = kind
      self.isKnown = isKnown
      self.problem = problem
    }
  }
}
