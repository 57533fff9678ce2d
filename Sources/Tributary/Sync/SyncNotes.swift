extension SyncNote {
  /// A machine had a fault.
  static let stopped = SyncNote(code: "stopped", text: "The protocol stopped without a result; please report this.")

  /// A list came back with rows missing that an overlapping list had.
  static let listIsCapped = SyncNote(
    code: "listIsCapped",
    text: "The server seems to cap its list, so rows may be missing; the cursor stays where it was. Ask for a shorter "
      + "span by starting from a later date.")

  /// A list was stamped earlier than the one before it.
  static func cursorWentBack(from before: LocalTimestamp, to now: LocalTimestamp) -> SyncNote {
    SyncNote(
      code: "cursorWentBack",
      text: "The server's time went back from \(before) to \(now); what changed meanwhile was asked for again, and the "
        + "next sync asks from there.")
  }

  /// A file was put in the place of the database.
  static func databaseReplaced(_ notice: String) -> SyncNote { SyncNote(code: "databaseReplaced", text: notice) }

  /// Rows without a readable identifier are in quarantine only.
  static func unidentified(_ count: Int) -> SyncNote {
    SyncNote(
      code: "unidentifiedRecords",
      text: "\(count) \(count == 1 ? "row" : "rows") came without a readable identifier and "
        + "\(count == 1 ? "is" : "are") kept in quarantine only.")
  }

  /// Rows that do not decode are stored as they came.
  static func undecodable(_ count: Int) -> SyncNote {
    SyncNote(
      code: "undecodableRecords",
      text: "\(count) \(count == 1 ? "row does" : "rows do") not decode; the JSON is stored as it came, and the reason "
        + "is in quarantine.")
  }

  /// A full pass did not see records that are stored.
  static func missing(_ count: Int) -> SyncNote {
    SyncNote(
      code: "missingRecords",
      text: "\(count) stored \(count == 1 ? "record was" : "records were") not in the full list; "
        + "\(count == 1 ? "it was" : "they were") kept. Run the full pass with deletion to remove them.")
  }
}
