/// The protocol of a list that can only be read as a whole: it reports neither changes nor deletions.
///
/// Each run reads the list and deletes the records that did not come. What one reading proves depends on how the list
/// is divided into pages, because rows move while it is read:
///
/// - A list in one response shows one moment, so one pass is enough.
/// - Pages that continue behind the last row of the page before, in an order in which rows keep their places, miss
///   nothing, so one pass is enough.
/// - Numbered pages of a list to which new rows are only appended are read from the last to the first. Rows then move
///   only to pages that are still to be read. The first page is read once more before, because it says which one is the
///   last.
/// - If every page of a pass has the same validator of the whole list, the list did not change in between.
/// - Any other list is read until two passes of one run show the same identifiers.
///
/// A validator, such as an `ETag`, of the list as it was stored makes a run without changes one request.
public enum Snapshot {
  /// What the protocol assumes of the service. *Up to date* is true only if these hold.
  public static let assumptions = [
    "One response shows one moment, and the list goes on after it if and only if it says so.",
    "If pages are said to continue behind a row, rows keep their places in the list; if rows are said to be only "
      + "appended, new rows come last and rows move only towards the first page.",
    "In any other list, while it is being read, a row changes its place at most once, and the identifier of a record "
      + "that is gone does not return.",
    "A validator of the whole list changes whenever the list does. A validator of one response changes whenever that "
      + "response does, and a first page with fewer rows than the limit is the whole list.",
  ]

  /// The bounds of the protocol.
  public struct Tuning: Sendable, Equatable {
    /// The most passes in a run.
    public var passes = 4
    /// The most pages in a run.
    public var pages = 1_000_000
    /// Rows in one commit.
    public var batch = 500

    /// The defaults.
    public init() {}
  }

  /// How the list is divided into pages.
  public enum Order: Sendable, Equatable {
    /// Not at all, or behind the last row of the page before, in an order in which rows keep their places.
    case stable
    /// By numbers, and new rows come last.
    case appended
    /// In any other way.
    case any
  }

  /// What the validator of a response covers.
  public enum Validator: Sendable, Equatable {
    /// Nothing.
    case none
    /// The whole list.
    case list
    /// The response alone, whose rows have a limit. It covers the list as long as that has a single page with fewer
    /// rows.
    case response(limit: Int)
  }

  /// The place of a page.
  public enum Place: Sendable, Equatable {
    /// The first page.
    case first
    /// A page by its number, counted from 1.
    case number(Int)
    /// The page that a response named.
    case token(String)
  }

  /// A request for a page.
  public struct Request: Sendable, Equatable {
    /// The page.
    public var place: Place
    /// The validator of the list that is stored: if it still holds, the response may be ``Response/unchanged``.
    public var validator: String?
  }

  /// The service's response.
  public enum Response: Sendable {
    /// A page.
    case page(Page)
    /// The validator of the request still holds.
    case unchanged
    /// The page that was requested does not exist, or no longer.
    case gone
  }

  /// A page of the list.
  public struct Page: Sendable {
    /// The rows.
    public var lists: [SyncList]
    /// The page that follows, or `nil` for none.
    public var next: Place?
    /// The number of the last page, if the service says it.
    public var last: Int?
    /// The validator, if the service sends one.
    public var validator: String?

    /// A page from its parts.
    public init(lists: [SyncList], next: Place? = nil, last: Int? = nil, validator: String? = nil) {
      self.lists = lists
      self.next = next
      self.last = last
      self.validator = validator
    }
  }
}
