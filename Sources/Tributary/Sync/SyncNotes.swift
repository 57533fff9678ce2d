// The catalogue of notes: what the engine and its protocols tell, one code for each thing.

// MARK: - Reasons for an incomplete result

extension SyncNote {
  /// A protocol had a fault.
  static let stopped = SyncNote(code: "stopped", text: "The protocol stopped without a result; please report this.")

  /// A list came back with rows missing that an overlapping list had.
  static let listIsCapped = SyncNote(
    code: "listIsCapped",
    text: "The server seems to cap its list, so rows may be missing; the cursor stays where it was. Ask for a shorter "
      + "span by starting from a later date.")

  /// Rows without a readable identifier, in this run or one before.
  static let unidentified = SyncNote(
    code: "unidentifiedRecords",
    text: "Rows came without a readable type, identifier or content and are kept in quarantine only; look at them "
      + "there, then run a full pass or forget failures.")

  /// Answer after answer brought changes.
  static let stillChanging = SyncNote(
    code: "stillChanging",
    text: "The service changed faster than it could be read, so the end was never seen; sync again.")

  /// A second has more rows than can be had.
  static let stalled = SyncNote(
    code: "stalled",
    text: "More records were modified within one second than the service hands out, so some may be missing; the next "
      + "sync tries again. A larger page, or the list without limit, may help.")

  /// Pages do not come in order, and could not be read by offset either.
  static let orderIgnored = SyncNote(
    code: "orderIgnored",
    text: "The service ignores the order it is asked for, so records may be missing; sync again, or read the list "
      + "without limit.")

  /// Whether pages come in order could not be found out, and they could not be read by offset either.
  static let orderUnproven = SyncNote(
    code: "orderUnproven",
    text: "It could not be shown that the service honours the order it is asked for, and rows moved while they were "
      + "read without it, so records may be missing; sync again.")

  /// Session after session brought what was stored already.
  static let stillRedelivering = SyncNote(
    code: "stillRedelivering",
    text: "The service keeps delivering what it was told is stored, so it never said that nothing is left; sync again "
      + "later.")

  /// Page after page was empty.
  static let queueStalled = SyncNote(
    code: "queueStalled",
    text: "The queue handed out nothing new for a long time and did not say that it is empty; sync again later.")

  /// Session after session vanished.
  static let sessionsVanish = SyncNote(
    code: "sessionsVanish",
    text: "The service lost one session after the other before it handed out anything new; sync again later.")

  /// Key after key was refused.
  static let acknowledgementsRefused = SyncNote(
    code: "acknowledgementsRefused",
    text: "The service refuses too many acknowledgements, so it would deliver the same changes again; what came is "
      + "stored. Sync again later, and report it to the service if it stays so.")

  /// The queue did not end.
  static let queueWithoutEnd = SyncNote(
    code: "queueWithoutEnd",
    text: "The queue had more pages than any run reads; sync again to go on.")

  /// Objects that the service could not hand out.
  static func unsettledObjects(_ count: Int) -> SyncNote {
    SyncNote(
      code: "failedObjects",
      text: "\(count) \(count == 1 ? "object" : "objects") could not be handed out by the service, in the queue nor "
        + "one by one; the next sync tries again, unless failures are forgotten.")
  }

  /// The service refused keys that an earlier run had left in the outbox.
  static let refusedKeys = SyncNote(
    code: "refusedKeys",
    text: "The service refused acknowledgements that were left over from an earlier run, so it may not tell when what "
      + "they stand for is deleted; begin as a new device to be sure, or forget failures.")

  /// The consumer asked for more before it acknowledged what it had.
  static let unacknowledgedPage = SyncNote(
    code: "unacknowledged",
    text: "A page was not acknowledged, so nothing more was asked for; the next sequence delivers it again.")
}

// MARK: - Notes that leave a result as it is

extension SyncNote {
  /// Rows of types that no spec knows.
  static func unknownTypes(_ counts: [String: Int]) -> SyncNote {
    let names = counts.keys.sorted().prefix(10).joined(separator: ", ")
    let count = counts.values.reduce(0, +)
    return SyncNote(
      code: "unknownTypes",
      text: "\(count) \(count == 1 ? "item" : "items") came of a type that the spec does not know (\(names)); the JSON "
        + "is stored as it came.")
  }

  /// Rows that do not decode are stored as they came.
  static func undecodable(_ count: Int) -> SyncNote {
    SyncNote(
      code: "undecodableRecords",
      text: "\(count) \(count == 1 ? "row does" : "rows do") not decode; the JSON is stored as it came, and the reason "
        + "is in quarantine.")
  }

  /// A file was put in the place of the database.
  static func databaseReplaced(_ notice: String) -> SyncNote { SyncNote(code: "databaseReplaced", text: notice) }

  /// A full pass did not see records that are stored.
  static func missing(_ count: Int) -> SyncNote {
    SyncNote(
      code: "missingRecords",
      text: "\(count) stored \(count == 1 ? "record was" : "records were") not in the full list; "
        + "\(count == 1 ? "it was" : "they were") kept. Run the full pass with deletion to remove them.")
  }

  /// A list was stamped earlier than the one before it.
  static func clockWentBack(from before: LocalTimestamp, to now: LocalTimestamp) -> SyncNote {
    SyncNote(
      code: "clockWentBack",
      text: "The service's clock went back from \(before) to \(now); what changed meanwhile was asked for again, and "
        + "the next sync asks from there.")
  }

  /// The service's clock is behind the floor.
  static let clockWentBack = SyncNote(
    code: "clockWentBack",
    text: "The service's clock is earlier than in the last sync; changes are asked for from the earlier time on.")

  /// Pages do not come in order, and were read by offset.
  static let readWithoutOrder = SyncNote(
    code: "readWithoutOrder",
    text: "The service ignores the order it is asked for, so it was read by offset, and checked for rows that moved "
      + "meanwhile.")

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

  /// Rows that every sync will bring again.
  static func stampedInFuture(_ count: Int) -> SyncNote {
    SyncNote(
      code: "stampedInFuture",
      text: "\(count) \(count == 1 ? "row is" : "rows are") stamped later than the service's own clock and will come "
        + "with every sync until then.")
  }

  /// The incarnation is not the one that the device was drawn for.
  static let databaseWasCopied = SyncNote(
    code: "databaseWasCopied",
    text: "This database is a copy or came from a backup, so it goes on as a new device: everything is delivered once "
      + "more, and what no longer exists is deleted at the end.")

  /// Objects that the caller gave up.
  static func forgottenFailures(_ count: Int) -> SyncNote {
    SyncNote(
      code: "forgottenFailures",
      text: "\(count) \(count == 1 ? "object" : "objects") that the queue cannot be relied on for "
        + "\(count == 1 ? "was" : "were") given up; what is stored of \(count == 1 ? "it" : "them") may be old.")
  }

  /// Items that the service will deliver again.
  static func unacknowledged(_ count: Int) -> SyncNote {
    SyncNote(
      code: "unacknowledgedItems",
      text: "\(count) \(count == 1 ? "item" : "items") could not be acknowledged, for want of a key or because the "
        + "service refuses it, and will come again.")
  }
}
