import TributaryJSON

/// What the timestamp cursor remembers between runs.
struct TimestampCursorCheckpoint: Equatable {
  /// When the server made the last list that was applied whole.
  var cursor: LocalTimestamp
  /// Whether the server's stamps agreed with its `Date` header.
  var isUTC: Bool
  /// The cursor at the last sweep.
  var swept: LocalTimestamp

  static let version = 1

  init(cursor: LocalTimestamp, isUTC: Bool, swept: LocalTimestamp) {
    self.cursor = cursor
    self.isUTC = isUTC
    self.swept = swept
  }

  init?(_ checkpoint: Checkpoint) {
    guard checkpoint.version == Self.version,
      let raw = try? JSONReader.read(JSONValue.self, from: SharedBytes(checkpoint.text)),
      let cursor = raw["cursor"]?.string.flatMap({ LocalTimestamp($0) }),
      let isUTC = raw["utc"]?.bool,
      let swept = raw["swept"]?.string.flatMap({ LocalTimestamp($0) })
    else { return nil }
    self.init(cursor: cursor, isUTC: isUTC, swept: swept)
  }

  var checkpoint: Checkpoint {
    let value: JSONValue = [
      "cursor": .string(cursor.description), "utc": .bool(isUTC), "swept": .string(swept.description),
    ]
    return Checkpoint(version: Self.version, text: JSONWriter.bytes(of: value).text)
  }
}
