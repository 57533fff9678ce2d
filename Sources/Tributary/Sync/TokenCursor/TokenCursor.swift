/// The protocol of a service that returns what changed since a token, and with it the next token.
///
/// Todoist, Google Calendar, Microsoft Graph, Dropbox and Plaid offer it. A *pass* asks with a token, follows the page
/// tokens of the responses, and ends with the next token. Without a token everything comes. The protocol compensates
/// for what the service does not guarantee:
///
/// - A token that has expired, or a response that says it contains everything although changes were requested, makes
///   the pass a *full* one. A full pass raises the epoch each time it begins, and at its end deletes the records that
///   did not come. The first pass is full too, because it may be repeated after records it had brought were deleted.
/// - The next token is remembered with the last row of the last page, never earlier. Until then the run remembers the
///   token that the pass began with, the page to continue with, and the epoch that the page belongs to.
/// - A pass that was continued in a later run is followed by another one, because its token is as old as its first
///   page.
/// - If a page token has expired, the pass begins again with the same token.
///
/// There is no full pass that keeps what did not come: it would remember a newer token, and the deletions before it
/// would never be reported.
public enum TokenCursor {
  /// What the protocol assumes of the service. *Up to date* is true only if these hold.
  public static let assumptions = [
    "A token brings every change since the first page of the pass that ended with it, including the deletion of every "
      + "record that was ever delivered, even if the pass that delivered it was not completed.",
    "A token can be used again until the service says that it has expired.",
    "Without a token everything comes, so a record that does not come is gone.",
    "A response never shows an older state of a record than an earlier one did. Within a response, the last row of a "
      + "record counts, and lists of deletions count after the others.",
    "A page token continues the pass that it came from, or the service says that it has expired.",
  ]

  /// The bounds of the protocol.
  public struct Tuning: Sendable, Equatable {
    /// How often the passes of a run may begin again.
    public var restarts = 3
    /// The most pages in a run.
    public var pages = 1_000_000
    /// Rows in one commit.
    public var batch = 500

    /// The defaults.
    public init() {}
  }

  /// A request for changes.
  public struct Request: Sendable, Equatable {
    /// The token that the pass began with, or `nil` for everything.
    public var token: String?
    /// The page, or `nil` for the first.
    public var page: String?
  }

  /// The service's response.
  public enum Response: Sendable {
    /// A page of changes.
    case page(Page)
    /// The token or the page token is no longer valid.
    case expired
  }

  /// A page of changes.
  public struct Page: Sendable {
    /// The rows.
    public var lists: [SyncList]
    /// Whether the service says that the pass returns everything, whatever was requested.
    public var isEverything: Bool
    /// What follows.
    public var next: Next

    /// A page from its parts.
    public init(lists: [SyncList], isEverything: Bool = false, next: Next) {
      self.lists = lists
      self.isEverything = isEverything
      self.next = next
    }
  }

  /// What follows a page.
  public enum Next: Sendable, Equatable {
    /// Another page of the pass.
    case page(String)
    /// Nothing: this is the token of the next pass.
    case token(String)
  }
}
