/// The protocol of a service that can only be asked which records were modified after a given time.
///
/// A *pass* reads everything from a *floor* on, in pages sorted by ascending modification time. It does not page by
/// offset through rows that move: after each page the floor rises to the page's last stamp. The protocol compensates
/// for what the service does not guarantee:
///
/// - Stamps have whole seconds and the service compares strictly, so each page is requested from one second before the
///   floor: rows of the floor's own second come again and are applied idempotently.
/// - A pass ends at an empty page, or at one that cannot raise the floor and is shorter than the longest page ever
///   seen. A page shorter than requested proves nothing, because the service may cap its pages.
/// - Changes become visible late, and clocks differ: the next pass begins at the greatest stamp seen or at the
///   service's own time at the start of this pass minus an *overlap*, whichever is earlier. The client's clock is never
///   used.
/// - A row that is stamped in the future moves *down* when it changes, possibly to where the pass has already been. So
///   the last page of a pass holds everything from that overlap before its start on, at one moment; if no page can,
///   what was modified since then is read twice.
/// - If one second has more rows than a page, a larger page is requested; then the second is swept by offset, each page
///   beginning with the last row of the previous one, so that a row that moved is noticed. If that fails, the pass
///   continues after the second, the checkpoint stays below it, and the result says `stalled`.
/// - The service is trusted to honour `order` only once that is shown: a page without it, or with the opposite one,
///   must differ. Until then, and if pages do not ascend, the whole pass is such a sweep, and the floor stays unchanged
///   until the end.
///
/// If the service offers a list from a lowest stamp instead of a query, the pass is one request.
public enum ModificationPolling {
  /// What the protocol assumes of the service. *Up to date* is true only if these hold.
  public static let assumptions = [
    "A change becomes visible within the overlap, 5 minutes, of its stamp, measured by the clock of the Date header, "
      + "and that clock is not set back by more than the overlap.",
    "Every change that matters raises the record's time of last modification.",
    "A truncated page is as long as any earlier page requested in the same way.",
    "During one sync, a record is stamped later than the service's own clock at most once.",
    "Rows come in the same order when they are requested twice in the same way; if they do not, a sweep shows it "
      + "unless there are very few rows.",
    "A list that takes no limit is complete, unless the probe of a round length shows otherwise.",
    "Deletions are detected only if the spec defines how a deleted row looks; a full pass finds the others.",
  ]

  /// The times and bounds of the protocol.
  public struct Tuning: Sendable, Equatable {
    /// Seconds that the next pass reaches back before the start of this one.
    public var overlap = 5 * 60
    /// The largest page that is requested when a second has more rows than a page.
    public var largestLimit = 5_000
    /// The number of sweeps of one floor that moving rows may disturb before the pass gives up.
    public var sweeps = 3
    /// The number of pages containing only changes made since the pass began, after which the pass ends.
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

  /// How a stream is read.
  public enum Source: Sendable, Equatable {
    /// Queries for pages of at most this many rows, at least 2.
    case query(limit: Int)
    /// One list without a limit, by a parameter whose time is inclusive.
    case list
  }

  /// What a stream covers. A narrowed stream needs its filter in the ``StreamKey/scope``.
  public enum Scope: Sendable, Equatable {
    /// All records of the type.
    case everything
    /// A part of them, selected by ``Row/isInScope``: everything is fetched, and what no longer belongs to the part is
    /// deleted.
    case filteredLocally
    /// A part of them, selected by the service: what no longer belongs to the part no longer comes, so it stays, and
    /// the result says so.
    case filteredByService
  }

  /// The requested order of a page.
  public enum Order: Sendable, Equatable {
    /// The oldest modification first.
    case ascending
    /// The newest modification first. Requested only to see whether the order is honoured.
    case descending
    /// No order. Requested only to see whether the order is honoured.
    case unspecified
  }

  /// A query for a page of rows.
  public struct PageQuery: Sendable, Equatable {
    /// Only rows modified strictly after this time, which has whole seconds.
    public var after: Timestamp
    /// The order by the time of modification.
    public var order = Order.ascending
    /// The most rows.
    public var limit: Int
    /// The number of rows to skip.
    public var offset = 0
    /// Whether the protocol can continue if the request is refused. A refusal, such as a status of 400, is then
    /// ``Response/refused``; otherwise it is an error.
    public var mayBeRefused = false
  }

  /// A request to the service.
  public enum Request: Sendable, Equatable {
    /// Return a page.
    case page(PageQuery)
    /// Return everything modified at or after a given time, or everything.
    case list(atOrAfter: Timestamp?)
  }

  /// The service's response.
  public enum Response: Sendable {
    /// Rows.
    case rows(Rows)
    /// The request was refused because of its content, and it was one that may be refused.
    case refused
  }

  /// The rows of a response.
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

    /// The earliest second at which the service can have begun to respond, by its own clock.
    var serverTime: Int? {
      let (seconds, fraction) = duration.components
      return serverDate.map { $0.secondsSince1970 - Int(clamping: seconds) - (fraction > 0 ? 1 : 0) }
    }
  }

  /// The interpretation of a row.
  public struct Row: Sendable, Equatable {
    /// The identifier as text, or `nil` if none could be read.
    public var id: String?
    /// When the record was last modified, or `nil` if the row does not say.
    public var lastModified: Timestamp?
    /// Whether the row says that the record is deleted.
    public var isDeleted = false
    /// Whether the record belongs to the stream; a stored record that no longer does is deleted.
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
