import Tributary

/// The view that shows one record type to people: its fields as columns, live records only.
struct RecordView {
  let type: RecordType
  let name: String

  /// The preferred name: service and type, with underscores for hyphens.
  static func preferredName(_ type: RecordType) -> String {
    let name = "\(type.service)_\(type.name)".replacing("-", with: "_")
    // SQLite reserves this prefix.
    return name.lowercased().hasPrefix("sqlite_") ? "_" + name : name
  }

  /// Whether SQL can contain it: a statement ends at a NUL.
  static func canShow(_ type: RecordType) -> Bool { !type.service.utf8.contains(0) && !type.name.utf8.contains(0) }

  /// The statement that creates the view.
  ///
  /// A field's column has the field's name. If a field is called `scope` or `record_id`, the store's own column of that
  /// name becomes `scope_2` or `record_id_2`.
  var sql: String {
    var names = ColumnNames()
    // SQLite holds 2,000 columns at most.
    let fields = type.fields.filter { !$0.utf8.contains(0) }.prefix(1_900).map { field in
      "\(Self.extraction(of: field)) AS \(Self.quoted(names.claim(field)))"
    }
    let own = [
      "stream.scope AS \(Self.quoted(names.claim("scope")))", "record.id AS \(Self.quoted(names.claim("record_id")))",
    ]
    let columns = (own + fields).joined(separator: ",\n  ")
    let condition = """
      stream.service = \(Self.literal(type.service)) AND record.type = \(Self.literal(type.name))
        AND record.deleted = 0
      """
    return """
      CREATE VIEW \(Self.quoted(name)) AS SELECT
        \(columns)
      FROM stream JOIN record ON record.stream = stream.id
      WHERE \(condition) AND NOT EXISTS (
        SELECT 1 FROM overlay
        WHERE overlay.stream = record.stream AND overlay.type = record.type AND overlay.id = record.id
      )
      UNION ALL SELECT
        \(columns)
      FROM stream JOIN overlay AS record ON record.stream = stream.id
      WHERE \(condition)
      """
  }

  /// SQLite takes the first of equal names, and returns strings that are not valid text. For records with either, the
  /// column `normalized` has a copy of their JSON that avoids both. Reading the keys one by one, as `json_each` does,
  /// takes fourteen times as long.
  ///
  /// SQLite compares a path with the raw bytes of the key, without escapes. For a name that needs escapes, or that
  /// contains a character with a meaning in paths, the keys are read one by one after all.
  private static func extraction(of field: String) -> String {
    let isPlain = field.utf8.allSatisfy {
      $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    return isPlain
      ? "json_extract(\(json), \(literal("$.\"\(field)\"")))"
      : "(SELECT value FROM json_each(\(json)) WHERE key = \(literal(field)))"
  }

  private static let json = "coalesce(record.normalized, record.payload)"

  static func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }

  static func literal(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
}

/// Gives each column a unique name. SQLite does not distinguish capital from small letters.
private struct ColumnNames {
  private var taken: Set<String> = []

  mutating func claim(_ name: String) -> String {
    var candidate = name
    var number = 2
    while !taken.insert(candidate.lowercased()).inserted {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return candidate
  }
}
