/// The protocol of a list that can be asked for changes after a given time, and that states when it was made.
///
/// One request lists everything whose status changed after a cursor; its envelope carries the server's own time, which
/// is the next cursor. The client's clock is never used. The protocol compensates for what the list does not guarantee:
///
/// - The boundary may be exclusive, the envelope may be stamped after the query ran, and commits may become visible
///   late: each request reaches back by an *overlap*, and rows are applied idempotently; the last response wins,
///   because stamps without a zone do not indicate which came first.
/// - Whether the stamps are UTC is not known. If they agree with the HTTP `Date` header, the overlap is
///   ``Tuning/overlap``, else ``Tuning/overlapWithoutZone``, which covers a clock that is set back by an hour. If they
///   no longer agree, the list is requested again with the longer overlap.
/// - A list that is stamped earlier than the previous one indicates that the clock was set back: it is requested again
///   from ``Tuning/sweep`` before that.
/// - Once a day one request is a sweep: it reaches back by ``Tuning/sweep``, and overlaps the previous sweep by at
///   least the difference between that and ``Tuning/sweepInterval``.
/// - A list whose length is a multiple of ``Tuning/roundLength`` may be capped. It is requested again from its median
///   stamp. A row that the first response lacked proves the cap if it is older than the overlap or the second response
///   is as long as the first; then the cursor stays, and the result says so.
public enum TimestampCursor {
  /// What the protocol assumes of the server. *Up to date* is true only if these hold.
  public static let assumptions = [
    "If a list does not show a change, the list's stamp is later than the change by no more than the overlap: 5 "
      + "minutes if the lists' stamps agree with the Date header, else 65. Late commits, differing clocks and adjusted "
      + "clocks count together. The sync recovers from a clock that is set back farther if the next list is stamped "
      + "earlier than the last.",
    "Every change that matters updates the time by which the list filters.",
    "The list is not capped, unless the probe of a round length shows otherwise.",
    "The list never reports deletions: a full pass marks records that it did not see, and deletes them only on "
      + "request.",
  ]

  /// The times and sizes of the protocol.
  public struct Tuning: Sendable, Equatable {
    /// Seconds that a request reaches back if the stamps are known to be UTC.
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

  /// A request for changes after a given time.
  public struct Request: Sendable, Equatable {
    /// The moment, as it is sent.
    public var after: LocalTimestamp
  }

  /// The list of a response.
  public struct Response: Sendable {
    /// When the server made the list, as the server writes it.
    public var createdAt: LocalTimestamp
    /// The rows, not decoded.
    public var rows: RawList
    /// The `Date` header, or `nil` without one.
    public var serverDate: Timestamp?

    /// A response from its parts.
    public init(createdAt: LocalTimestamp, rows: RawList, serverDate: Timestamp?) {
      self.createdAt = createdAt
      self.rows = rows
      self.serverDate = serverDate
    }
  }

  /// The interpretation of a row.
  public struct Row: Sendable, Equatable {
    /// The identifier as text, or `nil` if none could be read.
    public var id: String?
    /// When the record changed, as far as the row says; `nil` if it does not.
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
