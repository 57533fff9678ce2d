extension SyncNote {
  /// Page after page brought changes that had just happened.
  static let pagesKeepChanging = SyncNote(
    code: "stillChanging",
    text: "The service changed faster than it could be read, so the end was never seen; sync again.")

  /// A second has more rows than can be had.
  static let instantStalled = SyncNote(
    code: "stalled",
    text: "More records were modified within one second than the service hands out, so some may be missing; the next "
      + "sync tries again. A larger page, or the list without limit, may help.")

  /// Pages do not come in order, and could not be read by offset either.
  static let orderIgnored = SyncNote(
    code: "orderIgnored",
    text: "The service does not heed the order it is asked for, so records may be missing; sync again, or read the "
      + "list without limit.")

  /// Pages do not come in order.
  static let readWithoutOrder = SyncNote(
    code: "orderIgnored",
    text: "The service does not heed the order it is asked for, so it was read by offset, and checked for rows that "
      + "moved meanwhile.")

  /// Whether pages come in order could not be found out, and they could not be read by offset either.
  static let orderUnproven = SyncNote(
    code: "orderUnproven",
    text: "It could not be shown that the service heeds the order it is asked for, and rows moved while they were read "
      + "without it, so records may be missing; sync again.")

  /// Deleted rows cannot be told from others.
  static let deletesNotTracked = SyncNote(
    code: "deletesNotTracked",
    text: "The spec does not say how a deleted record looks, so deletions are not followed; a full pass finds records "
      + "that no longer come.")

  /// The service filters.
  static let leftScopeRemains = SyncNote(
    code: "leftScopeRemains",
    text: "The service itself filters this stream, so records that no longer match stay as they were; a full pass "
      + "finds them.")

  /// No time of the service.
  static let serverTimeUnknown = SyncNote(
    code: "serverTimeUnknown",
    text: "The service sends no Date header, so every sync asks from the same moment on.")

  /// The service's clock is behind the floor.
  static let serverClockWentBack = SyncNote(
    code: "clockWentBack",
    text: "The service's clock is earlier than in the last sync; changes are asked for from the earlier time on.")

  /// Rows that every sync will bring again.
  static func stampedInFuture(_ count: Int) -> SyncNote {
    SyncNote(
      code: "stampedInFuture",
      text: "\(count) \(count == 1 ? "row is" : "rows are") stamped later than the service's own clock and will come "
        + "with every sync until then.")
  }
}
