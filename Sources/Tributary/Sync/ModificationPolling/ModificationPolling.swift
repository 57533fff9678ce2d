/// The protocol of a service that can be asked which records were modified after a moment, and nothing more.
///
/// A *pass* reads everything from a *floor* on, in pages that ascend by the time of the last modification. It never
/// pages by offset through rows that move: after each page the floor rises to the page's last stamp. What the service
/// does not promise, the protocol makes up for:
///
/// - Stamps have whole seconds and the service compares strictly, so each page is asked for from a second before the
///   floor: rows of the floor's own second come again and are applied idempotently.
/// - A pass ends at an empty page, or at one that cannot raise the floor and is shorter than the longest page ever
///   seen. A page shorter than what was asked for proves nothing, for the service may cap its pages.
/// - Changes become visible late, and clocks differ: the next pass begins at the greatest stamp seen or at the
///   service's own time at the start of this pass less an *overlap*, whichever is earlier. The client's clock is never
///   used.
/// - A row that is stamped in the future moves *down* when it changes, maybe to where the pass has been. So the last page
///   of a pass holds everything from that overlap before its start on, at one moment; where it cannot, what was modified
///   since then is read twice.
/// - More rows of one second than a page holds: a larger page is asked for, then the second is swept by offset, each
///   page beginning with the last row of the one before, so that a row that slipped away shows. Where that fails the
///   pass reads on behind the second, the checkpoint stays below it, and the result says `stalled`.
/// - That the service heeds `order` is not believed but shown: a page without it, or with the opposite one, must
///   differ. Until then, and where pages do not ascend, the whole pass is such a sweep, and the floor stays where it is
///   until the end.
///
/// Where a list takes a lowest stamp instead of a query, the pass is one request.
public enum ModificationPolling {
  /// What the protocol assumes of the service. *Up to date* holds as far as these do.
  public static let assumptions = [
    "A change becomes visible within the overlap, 5 minutes, of the time that it is stamped with, by the clock of the "
      + "Date header, and that clock is not set back by more than the overlap.",
    "Every change that matters raises the record's time of last modification.",
    "A page that was cut is as long as any page before it that was asked for alike.",
    "A record is not stamped later than the service's own clock more than once while one sync reads.",
    "Rows come in the same order when they are asked for in the same way twice; where they do not, a sweep shows it "
      + "unless the rows are very few.",
    "A list that takes no limit is complete, unless the probe of a round length says otherwise.",
    "Deletions are known only where the spec says how a deleted row looks; a full pass finds the others.",
  ]

  /// The times and bounds of the protocol.
  public struct Tuning: Sendable, Equatable {
    /// Seconds that the next pass reaches back behind the start of this one.
    public var overlap = 5 * 60
    /// The largest page that is asked for when a second has more rows than a page.
    public var largestLimit = 5_000
    /// The sweeps of one floor that may be upset by moving rows before the pass gives up.
    public var sweeps = 3
    /// The pages with nothing but changes that happened since the pass began, before it ends all the same.
    public var chasedPages = 30
    /// The most pages in a pass.
    public var pages = 1_000_000
    /// Lists whose length is a multiple of this are probed for a cap.
    public var roundLength = 50
    /// Rows of a list in one commit.
    public var batch = 500

    /// The defaults.
    public init() {}
  }

  /// What a stream is read by.
  public enum Source: Sendable, Equatable {
    /// Queries for pages of at most so many rows, at least 2.
    case query(limit: Int)
    /// One list without limit, by a parameter that includes the moment it names.
    case list
  }

  /// What a stream covers. A narrowed stream needs its filter in the ``StreamKey/scope``.
  public enum Scope: Sendable, Equatable {
    /// All records of the type.
    case everything
    /// A part of them, told apart by ``Row/isInScope``: everything is fetched, and what left the part is deleted.
    case filteredLocally
    /// A part of them, told apart by the service: what left the part no longer comes, so it stays, and the result says
    /// so.
    case filteredByService
  }

  /// The order that a page is asked for in.
  public enum Order: Sendable, Equatable {
    /// The oldest modification first.
    case ascending
    /// The newest modification first. Asked for only to see whether the order is heeded.
    case descending
    /// As the service likes. Asked for only to see whether the order is heeded.
    case unspecified
  }

  /// A query for a page of rows.
  public struct PageQuery: Sendable, Equatable {
    /// Only rows modified strictly after this moment, which has whole seconds.
    public var after: Timestamp
    /// The order by the time of modification.
    public var order = Order.ascending
    /// The most rows.
    public var limit: Int
    /// How many rows to leave out first.
    public var offset = 0
    /// Whether the protocol can go on without an answer. A refusal, such as a status of 400, is then
    /// ``Response/refused``; otherwise it is an error.
    public var mayBeRefused = false
  }

  /// A question to the service.
  public enum Request: Sendable, Equatable {
    /// Hand out a page.
    case page(PageQuery)
    /// Hand out everything modified at or after a moment, or everything there is.
    case list(atOrAfter: Timestamp?)
  }

  /// What the service said.
  public enum Response: Sendable {
    /// Rows.
    case rows(Rows)
    /// The request was refused for what it asks, and it was one that may be.
    case refused
  }

  /// The rows of an answer.
  public struct Rows: Sendable {
    /// The rows, not decoded.
    public var list: RawList
    /// The `Date` header, or `nil` without one.
    public var serverDate: Timestamp?
    /// How long the request took, from the first byte sent to the last one received.
    public var duration: Duration

    /// Rows from their parts.
    public init(list: RawList, serverDate: Timestamp?, duration: Duration) {
      self.list = list
      self.serverDate = serverDate
      self.duration = duration
    }

    /// The earliest second at which the service can have begun to answer, by its own clock.
    var serverTime: Int? {
      let (seconds, fraction) = duration.components
      return serverDate.map { $0.secondsSince1970 - Int(clamping: seconds) - (fraction > 0 ? 1 : 0) }
    }
  }

  /// What a row turned out to be.
  public struct Row: Sendable, Equatable {
    /// The identifier as text, or `nil` where none could be read.
    public var id: String?
    /// When the record was modified last, or `nil` where the row does not say.
    public var lastModified: Timestamp?
    /// Whether the row says that the record is deleted.
    public var isDeleted = false
    /// Whether the record belongs to the stream; what does not, and is stored, left it and is deleted.
    public var isInScope = true
    /// Why the row does not decode, or `nil` when it does.
    public var problem: String?

    /// A row from its parts.
    public init(
      id: String?, lastModified: Timestamp?, isDeleted: Bool = false, isInScope: Bool = true, problem: String? = nil
    ) {
      self.id = id
      self.lastModified = lastModified
      self.isDeleted = isDeleted
      self.isInScope = isInScope
      self.problem = problem
    }
  }
}
