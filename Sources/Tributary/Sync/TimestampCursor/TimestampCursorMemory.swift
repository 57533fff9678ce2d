package import TributaryJSON

/// What the timestamp cursor remembers between runs.
package struct TimestampCursorMemory: SyncMemory {
  /// When the server made the last list that was applied completely.
  var cursor: LocalTimestamp
  /// Whether the server's stamps agreed with its `Date` header.
  var isUTC: Bool
  /// The cursor at the last sweep.
  var swept: LocalTimestamp

  package static let version = 1

  init(cursor: LocalTimestamp, isUTC: Bool, swept: LocalTimestamp) {
    self.cursor = cursor
    self.isUTC = isUTC
    self.swept = swept
  }

  package init?(_ fields: JSONFields) {
    guard let cursor = fields["cursor"]?.string.flatMap({ LocalTimestamp($0) }), let isUTC = fields["utc"]?.bool,
      let swept = fields["swept"]?.string.flatMap({ LocalTimestamp($0) })
    else { return nil }
    self.init(cursor: cursor, isUTC: isUTC, swept: swept)
  }

  package var fields: JSONFields {
    ["cursor": .string(cursor.description), "utc": .bool(isUTC), "swept": .string(swept.description)]
  }
}
