extension SyncNote {
  /// Session after session brought changes.
  static let queueKeepsChanging = SyncNote(
    code: "stillChanging",
    text: "Every session brought new changes, so the service never said that nothing is left; sync again.")

  /// Session after session brought what was stored already.
  static let queueKeepsRedelivering = SyncNote(
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
  static func failedObjects(_ count: Int) -> SyncNote {
    SyncNote(
      code: "failedObjects",
      text: "\(count) \(count == 1 ? "object" : "objects") could not be handed out by the service, in the queue nor "
        + "one by one; the next sync tries again, unless failures are forgotten.")
  }

  /// Items without a readable identifier, in this run or one before.
  static let unidentifiedItems = SyncNote(
    code: "unidentifiedRecords",
    text: "Items came without a readable type, identifier or content and are kept in quarantine only; look at them "
      + "there, then forget failures.")

  /// The service refused keys that an earlier run had left in the outbox.
  static let refusedKeys = SyncNote(
    code: "refusedKeys",
    text: "The service refused acknowledgements that were left over from an earlier run, so it may not tell when what "
      + "they stand for is deleted; begin as a new device to be sure, or forget failures.")

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

  /// Items of types that no spec knows.
  static func unknownTypes(_ counts: [String: Int]) -> SyncNote {
    let names = counts.keys.sorted().prefix(10).joined(separator: ", ")
    let count = counts.values.reduce(0, +)
    return SyncNote(
      code: "unknownTypes",
      text: "\(count) \(count == 1 ? "item" : "items") came of a type that the spec does not know (\(names)); the JSON "
        + "is stored as it came.")
  }

  /// Items that do not decode are stored as they came.
  static func undecodableItems(_ count: Int) -> SyncNote {
    SyncNote(
      code: "undecodableRecords",
      text:
        "\(count) \(count == 1 ? "item came that does" : "items came that do") not decode; the JSON is stored as it "
        + "came, and the reason is in quarantine.")
  }

  /// Items that the service will deliver again.
  static func unacknowledged(_ count: Int) -> SyncNote {
    SyncNote(
      code: "unacknowledgedItems",
      text: "\(count) \(count == 1 ? "item" : "items") could not be acknowledged, for want of a key or because the "
        + "service refuses it, and will come again.")
  }
}
