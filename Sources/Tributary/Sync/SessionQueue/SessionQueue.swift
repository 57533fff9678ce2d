public import TributaryJSON

/// The protocol of a service that keeps a queue of changes for each of its devices, hands it out in sessions, and
/// forgets what a device has acknowledged.
///
/// A run acknowledges what an earlier run stored, then asks for a session until there is none: only that answer says
/// that nothing is left. A page of the queue and its keys are committed together; the keys are sent to the service
/// after that, once there are enough of them or the session ends, and until it has them they wait in the store's
/// outbox. What the queue does not promise, the protocol makes up for:
///
/// - A page without items is not the end. It is asked for again after a wait that grows.
/// - A session that vanished is replaced by a new one, and none is continued after a crash: what it had handed out
///   comes again.
/// - Acknowledgements take effect late. A session that brought nothing but what was stored already is followed by a
///   wait that grows.
/// - Keys are sent in chunks, which may span pages. A refused chunk is halved until the key that is to blame stands
///   alone; it is dropped, and counted. After a session that brought nothing new chunks are half as large, for a service
///   that silently takes in only so many.
/// - Objects that the service could not hand out are remembered, and when the queue is empty asked for one by one. So
///   are records that are stored and cannot be acknowledged, for want of a key or because the service refuses it: it may
///   never tell of their deletion. Each is remembered until the queue hands it out with a key, or it is gone.
/// - Items of unknown types and items that do not decode are stored as they came and acknowledged, or they would come
///   for ever. An item without identifier is kept in quarantine.
/// - Order means nothing, neither across items nor of their revisions: of two changes to an object the later one to
///   arrive wins, and every change that is no deletion is an upsert.
///
/// The service remembers per *device* what was acknowledged, so the device belongs to one life of the database, its
/// ``StreamState/incarnation``. A copy or a restored backup gets a new device: everything is delivered once more, and
/// records that were not are deleted when the service says that nothing is left.
public enum SessionQueue {
  /// What the protocol assumes of the service. *Up to date* holds as far as these do.
  public static let assumptions = [
    "When there is no session to start, this device has acknowledged everything that it may see.",
    "A change comes in session after session until its key is acknowledged, and a key stands for one change: "
      + "acknowledging it never acknowledges a later one.",
    "The deletion of an object comes to every device whose acknowledgement of the object was accepted, taken in or "
      + "not.",
    "An object is handed out as it is at that moment: no older state of it comes after a newer one.",
    "A new device gets every object there is, so that what it did not get is gone.",
    "An object that is not found when asked for by its identifier is gone.",
    "Losing access to a record comes as a deletion, or not at all: the queue does not say.",
    "Nobody else acknowledges for this device. A disk that is restored whole, database and the files beside it, cannot "
      + "be seen: ask for a new device then.",
  ]

  /// The times and bounds of the protocol.
  public struct Tuning: Sendable, Equatable {
    /// The most keys in one acknowledgement.
    public var chunk = 500
    /// Whether the keys of several pages are sent in one acknowledgement, as long as the queue goes on bringing
    /// something new. A process that dies leaves them to the next run, which sends them first.
    public var gathersKeys = true
    /// The most keys that a run drops because the service refuses them.
    public var refusals = 100
    /// The most sessions that a run reads to their end.
    public var sessions = 10
    /// The most sessions in a row that bring nothing new.
    public var barrenSessions = 6
    /// The most sessions in a row that vanish before they hand out anything new.
    public var vanishedSessions = 4
    /// The most pages in a row that are empty, or repeat the page before.
    public var idlePages = 8
    /// The most pages in a run.
    public var pages = 1_000_000
    /// The most remembered objects that a run asks for one by one. Where there are more, the runs take turns, so that
    /// each is brought up to date in time, and none of these runs says that everything is.
    public var retriedObjects = 500
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

  /// A question to the service.
  public enum Request: Sendable, Equatable {
    /// Start a session.
    case start(device: String)
    /// Hand out the next page of a session's queue.
    case page(device: String, session: String)
    /// Forget what these keys stand for.
    case acknowledge(device: String, keys: [String])
    /// Show one object, past the queue.
    case object(RecordReference)
  }

  /// What the service said.
  public enum Response: Sendable {
    /// A session was started.
    case session(Session)
    /// There is nothing more: no session to start, or no page in this one.
    case nothing
    /// A page of the queue.
    case page(Page)
    /// The session does not exist any more.
    case gone
    /// The acknowledgement was accepted.
    case accepted
    /// The acknowledgement was refused for what it contains: too many keys, or a bad one.
    case refused
    /// The object's own JSON, and why it does not decode, or `nil` when it does.
    case object(RawJSON, problem: String?)
    /// The object does not exist.
    case missing
    /// The object cannot be had now: access is denied, or the service fails.
    case unavailable
  }

  /// A session.
  public struct Session: Sendable, Equatable {
    /// What pages are asked for with.
    public var id: String
    /// How many items the queue may hold, or `nil` where the service does not say.
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
    /// Objects that should have been here and could not be fetched.
    public var unsettledObjects: [RecordReference]
    /// How many items may be left behind this page, or `nil` where the service does not say.
    public var left: Int?

    /// A page from its parts.
    public init(items: RawList, unsettledObjects: [RecordReference] = [], left: Int? = nil) {
      self.items = items
      self.unsettledObjects = unsettledObjects
      self.left = left
    }
  }

  /// What an item of the queue turned out to be.
  public struct Item: Sendable, Equatable {
    /// The record type's name; empty where it could not be read.
    public var type: String
    /// The identifier as text, or `nil` where none could be read.
    public var id: String?
    /// The key to acknowledge it with, or `nil` without one.
    public var key: String?
    /// What happens to the record, or `nil` where that cannot be told.
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
