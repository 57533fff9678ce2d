/// The protocol of a list that can be asked for what changed after a moment, and that says when it was made.
///
/// One request lists everything whose status changed after a cursor; its envelope carries the server's own time, which
/// is the next cursor. The client's clock is never used. What the list does not promise, the protocol makes up for:
///
/// - The boundary may be exclusive, the envelope may be stamped after the query ran, and commits may become visible
///   late: each request reaches back by an *overlap*, and rows are applied idempotently, the last answer winning,
///   because stamps without a zone do not tell which came first.
/// - Whether the stamps are UTC is not known. Where they agree with the HTTP `Date` header the overlap is
///   ``Tuning/overlap``, else ``Tuning/overlapWithoutZone``, which covers a clock that is set back by an hour. Where
///   they no longer agree, the list is asked for once more with the longer overlap.
/// - A list that is stamped earlier than the one before it tells that the clock was set back: it is asked for once more
///   from ``Tuning/sweep`` before that.
/// - Once a day one request is a sweep: it reaches back by ``Tuning/sweep``, and at least behind the sweep before it by
///   what that is longer than ``Tuning/sweepInterval``.
/// - A list whose length is a multiple of ``Tuning/roundLength`` may be capped. It is asked for once more from its
///   median stamp. A row that the first answer lacked proves the cap, if it is older than the overlap or the second
///   answer is as long as the first; then the cursor stays, and the result says so.
public enum TimestampCursor {
  /// What the protocol assumes of the server. *Up to date* holds as far as these do.
  public static let assumptions = [
    "No list is stamped later than a change that it does not show by more than the overlap: 5 minutes where the lists' "
      + "stamps agree with the Date header, else 65. Late commits, clocks that differ and clocks that are set count "
      + "together; a clock set back farther is made good if the next list is stamped earlier than the last.",
    "Every change that matters moves the time by which the list filters.",
    "The list is not capped, unless the probe of a round length says otherwise.",
    "The list never tells of deletions: a full pass marks records that it did not see, and deletes them only on request.",
  ]

  /// The times and sizes of the protocol.
  public struct Tuning: Sendable, Equatable {
    /// Seconds that a request reaches back where the stamps are known to be UTC.
    public var overlap = 5 * 60
    /// Seconds that a request reaches back otherwise.
    public var overlapWithoutZone = 65 * 60
    /// Seconds between the sweeps.
    public var sweepInterval = 24 * 3600
    /// Seconds that a sweep reaches back.
    public var sweep = 26 * 3600
    /// How far, in seconds, the envelope and the `Date` header may differ and still count as the same clock.
    public var clockTolerance = 120
    /// Lists whose length is a multiple of this are probed.
    public var roundLength = 50
    /// Rows in one commit.
    public var batch = 500

    /// The defaults.
    public init() {}
  }

  /// A request for what changed after a moment.
  public struct Request: Sendable, Equatable {
    /// The moment, as it goes on the wire.
    public var after: LocalTimestamp
  }

  /// An answered list.
  public struct Response: Sendable {
    /// When the server made the list, in its own text.
    public var createdAt: LocalTimestamp
    /// The rows, not decoded.
    public var rows: RawList
    /// The `Date` header, or `nil` without one.
    public var serverDate: Timestamp?

    /// An answer from its parts.
    public init(createdAt: LocalTimestamp, rows: RawList, serverDate: Timestamp?) {
      self.createdAt = createdAt
      self.rows = rows
      self.serverDate = serverDate
    }
  }

  /// What a row turned out to be.
  public struct Row: Sendable, Equatable {
    /// The identifier as text, or `nil` where none could be read.
    public var id: String?
    /// When the record changed, as well as the row tells; `nil` where it does not.
    public var stamp: LocalTimestamp?
    /// Why the row does not decode, or `nil` when it does.
    public var problem: String?

    /// A row from its parts.
    public init(id: String?, stamp: LocalTimestamp?, problem: String? = nil) {
      self.id = id
      self.stamp = stamp
      self.problem = problem
    }
  }
}
