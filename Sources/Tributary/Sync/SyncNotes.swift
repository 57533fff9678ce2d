// The catalogue of notes: what the engine and its protocols report, with one code for each.

// MARK: - Reasons for an incomplete result

extension SyncNote {
  /// A protocol has a defect.
  static let stopped = SyncNote(code: "stopped", text: "The protocol stopped without a result; please report this.")

  /// A list lacked rows that an overlapping list had.
  static let listIsCapped = SyncNote(
    code: "listIsCapped",
    text: "The server seems to cap its list, so rows may be missing; the cursor stays unchanged. Ask for a shorter "
      + "span by starting from a later date.")

  /// Rows without a readable identifier, in this run or an earlier one.
  static let unidentified = SyncNote(
    code: "unidentifiedRecords",
    text: "Rows came without a readable type, identifier or content and are kept in quarantine only; inspect them "
      + "there, then run a full pass or forget failures.")

  /// Every response brought further changes.
  static let stillChanging = SyncNote(
    code: "stillChanging",
    text: "The service changed faster than it could be read, so the end was never reached; sync again.")

  /// A second has more rows than can be read.
  static let stalled = SyncNote(
    code: "stalled",
    text: "More records were modified within one second than the service returns, so some may be missing; the next "
      + "sync tries again. A larger page, or the list without a limit, may help.")

  /// Pages do not come in order and could not be read by offset either.
  static let orderIgnored = SyncNote(
    code: "orderIgnored",
    text: "The service ignores the requested order, so records may be missing; sync again, or read the list without "
      + "a limit.")

  /// It could not be verified whether pages come in order, and they could not be read by offset either.
  static let orderUnproven = SyncNote(
    code: "orderUnproven",
    text: "It could not be verified that the service honours the requested order, and rows moved while they were "
      + "read without it, so records may be missing; sync again.")

  /// Every session brought only what was already stored.
  static let stillRedelivering = SyncNote(
    code: "stillRedelivering",
    text: "The service keeps delivering what was already acknowledged, so it never reported that nothing is left; "
      + "sync again later.")

  /// All pages were empty.
  static let queueStalled = SyncNote(
    code: "queueStalled",
    text: "The queue delivered nothing new for a long time and did not report that it is empty; sync again later.")

  /// All sessions vanished.
  static let sessionsVanish = SyncNote(
    code: "sessionsVanish",
    text: "The service repeatedly lost the session before it delivered anything new; sync again later.")

  /// Too many keys were refused.
  static let acknowledgementsRefused = SyncNote(
    code: "acknowledgementsRefused",
    text: "The service refuses too many acknowledgements, so it would deliver the same changes again; what was "
      + "received is stored. Sync again later, and report this to the service if it persists.")

  /// The queue had no end.
  static let queueWithoutEnd = SyncNote(
    code: "queueWithoutEnd",
    text: "The queue had more pages than a run reads; sync again to continue.")

  /// The passes of a run began again too often.
  static let restartedTooOften = SyncNote(
    code: "restartedTooOften",
    text: "The service repeatedly refused its own token before the last page, so the end was never reached; sync "
      + "again.")

  /// A page led to itself, or came twice.
  static let pageRepeats = SyncNote(
    code: "pageRepeats",
    text: "The service returned the same page again instead of the next one, so records may be missing; sync again, "
      + "and report this to the service if it persists.")

  /// The pages had no end.
  static let pagesWithoutEnd = SyncNote(
    code: "pagesWithoutEnd", text: "There were more pages than a run reads; sync again to continue.")

  /// Objects that the service could not deliver.
  static func unsettledObjects(_ count: Int) -> SyncNote {
    SyncNote(
      code: "failedObjects", count, "object", "objects",
      "could not be delivered by the service, neither in the queue nor one by one; the next sync tries again, unless "
        + "failures are forgotten.")
  }

  /// The service refused keys that an earlier run had left in the outbox.
  static let refusedKeys = SyncNote(
    code: "refusedKeys",
    text: "The service refused acknowledgements left over from an earlier run, so it may not report the deletion of "
      + "their objects; start as a new device to be sure, or forget failures.")

  /// The consumer requested more before it acknowledged the last page.
  static let unacknowledgedPage = SyncNote(
    code: "unacknowledged",
    text: "A page was not acknowledged, so nothing more was requested; the next sequence delivers it again.")
}

// MARK: - Notes that do not affect the result

extension SyncNote {
  /// Rows of types that are unknown to the spec.
  static func unknownTypes(_ counts: [String: Int]) -> SyncNote {
    let names = counts.keys.sorted().prefix(10).joined(separator: ", ")
    return SyncNote(
      code: "unknownTypes", counts.values.reduce(0, +), "item", "items",
      "had a type that the spec does not know (\(names)); the JSON is stored as received.")
  }

  /// Rows that do not decode, which are stored as received.
  static func undecodable(_ count: Int) -> SyncNote {
    SyncNote(
      code: "undecodableRecords", count, "row does", "rows do",
      "not decode; the JSON is stored as received, and the reason is in quarantine.")
  }

  /// The service no longer knows the token.
  static let tokenExpired = SyncNote(
    code: "tokenExpired",
    text: "The service no longer accepts the token of the last sync, so everything was requested again, and what no "
      + "longer exists is deleted at the end.")

  /// Another file took the place of the database.
  static func databaseReplaced(_ notice: String) -> SyncNote { SyncNote(code: "databaseReplaced", text: notice) }

  /// A full pass did not see records that are stored.
  static func missing(_ count: Int) -> SyncNote {
    SyncNote(
      code: "missingRecords", count, "stored record was", "stored records were",
      "not in the full list and stayed in the store. Run the full pass with deletion to remove what is gone.")
  }

  /// A list was stamped earlier than the one before it.
  static func clockWentBack(from before: LocalTimestamp, to now: LocalTimestamp) -> SyncNote {
    SyncNote(
      code: "clockWentBack",
      text: "The service's clock went back from \(before) to \(now); what changed meanwhile was requested again, and "
        + "the next sync starts from there.")
  }

  /// The service's clock is behind the floor.
  static let clockWentBack = SyncNote(
    code: "clockWentBack",
    text: "The service's clock is earlier than in the last sync; changes are requested from the earlier time on.")

  /// Pages do not come in order, and were read by offset.
  static let readWithoutOrder = SyncNote(
    code: "readWithoutOrder",
    text: "The service ignores the requested order, so it was read by offset and checked for rows that moved "
      + "meanwhile.")

  /// Deleted rows cannot be distinguished from others.
  static let deletesNotTracked = SyncNote(
    code: "deletesNotTracked",
    text: "The spec does not define how a deleted record looks, so deletions are not tracked; a full pass finds "
      + "records that no longer come.")

  /// The service filters the stream, so records that leave it are not reported.
  static let leftScopeRemains = SyncNote(
    code: "leftScopeRemains",
    text: "The service itself filters this stream, so records that no longer match stay unchanged; a full pass finds "
      + "them.")

  /// The service's time is unknown.
  static let serverTimeUnknown = SyncNote(
    code: "serverTimeUnknown",
    text: "The service sends no Date header, so every sync asks from the same time on.")

  /// Rows stamped in the future, which every sync brings again until then.
  static func stampedInFuture(_ count: Int) -> SyncNote {
    SyncNote(
      code: "stampedInFuture", count, "row is", "rows are",
      "stamped later than the service's own clock and will come with every sync until that time.")
  }

  /// The incarnation is not the one for which the device was created.
  static let databaseWasCopied = SyncNote(
    code: "databaseWasCopied",
    text: "This database is a copy or was restored from a backup, so it continues as a new device: everything is "
      + "delivered again, and what no longer exists is deleted at the end.")

  /// Unsettled objects that the caller chose to forget.
  static func forgottenFailures(_ count: Int) -> SyncNote {
    SyncNote(
      code: "forgottenFailures", count, "unsettled object was", "unsettled objects were",
      "forgotten; the stored state may be outdated.")
  }

  /// Items that the service will deliver again.
  static func unacknowledged(_ count: Int) -> SyncNote {
    SyncNote(
      code: "unacknowledgedItems", count, "item", "items",
      "could not be acknowledged, because the key is missing or the service refuses it, and will come again.")
  }
}

extension SyncNote {
  /// A note that begins with a number of things: `2 rows do` and the rest of the sentence.
  fileprivate init(code: String, _ count: Int, _ one: String, _ many: String, _ rest: String) {
    self.init(code: code, text: "\(count) \(count == 1 ? one : many) \(rest)")
  }
}
