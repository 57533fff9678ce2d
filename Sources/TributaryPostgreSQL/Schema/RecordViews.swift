#if PostgreSQL
import Tributary

/// Keeps the views of record types equal to their specs, inside a transaction.
///
/// A view reads the JSON when it is asked, so that commits pay nothing for it.
struct RecordViews {
  let connection: Connection

  func update(_ types: [RecordType]) throws(DatabaseFailure) {
    for type in types where !type.service.utf8.contains(0) && !type.name.utf8.contains(0) {
      let key = [Parameter.text(type.service), .text(type.name)]
      let listed = try connection.run([
        Statement("SELECT name, definition FROM record_view WHERE service = $1 AND type = $2", key)
      ])[0]
      let name = listed.count > 0 ? listed.text(0, 0) : try freeName(for: type)
      let definition = Self.definition(of: type)
      guard listed.count == 0 || listed.text(0, 1) != definition else { continue }
      if listed.count > 0 { _ = try connection.run([Statement("DROP VIEW IF EXISTS \(Self.quoted(name))")]) }
      _ = try connection.run([
        Statement("CREATE VIEW \(Self.quoted(name)) AS \(definition)"),
        Statement(
          """
          INSERT INTO record_view (service, type, name, definition) VALUES ($1, $2, $3, $4)
            ON CONFLICT (service, type) DO UPDATE SET definition = excluded.definition
          """, key + [.text(name), .text(definition)]),
      ])
    }
  }

  private func freeName(for type: RecordType) throws(DatabaseFailure) -> String {
    // PostgreSQL cuts a name at 63 bytes; the number of a second one needs room.
    let whole = "\(type.service)_\(type.name)".replacing("-", with: "_")
    var name = whole
    while name.utf8.count > 58 { name.removeLast() }
    var (candidate, number) = (name, 2)
    while try connection.run([
      Statement("SELECT to_regclass(quote_ident($1)) IS NOT NULL", .text(candidate))
    ])[0].flag(0, 0) {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return candidate
  }

  /// What a view selects: live records with their fields as columns, and what lies over the mirror in its place.
  ///
  /// Columns of the store's own come first. A field of the same name keeps it, and ours becomes `scope_2`.
  static func definition(of type: RecordType) -> String {
    var taken: Set<String> = []
    func claim(_ name: String) -> String {
      // PostgreSQL holds 63 bytes of a name.
      var short = name
      while short.utf8.count > 58 { short.removeLast() }
      var (candidate, number) = (short, 2)
      while !taken.insert(candidate).inserted {
        candidate = "\(short)_\(number)"
        number += 1
      }
      return quoted(candidate)
    }
    // A table has 1,600 columns at most.
    let fields = type.fields.filter { !$0.utf8.contains(0) }.prefix(1_590).map { field in
      "content ->> \(literal(field)) AS \(claim(field))"
    }
    let own = [
      "account.name AS \(claim("account"))", "\(text("stream.scope")) AS \(claim("scope"))",
      "\(text("shown.id")) AS \(claim("record_id"))",
    ]
    let (service, name) = (literal(type.service), literal(type.name))
    return """
      SELECT \((own + fields).joined(separator: ", "))
      FROM tributary.stream JOIN tributary.account ON account.id = stream.account
      CROSS JOIN LATERAL (
        SELECT record.id, coalesce(record.normalized, record.payload) AS payload FROM tributary.record
        WHERE record.account = stream.account AND record.stream = stream.number AND NOT record.deleted
          AND record.type = convert_to(\(name), 'UTF8') AND NOT EXISTS (
            SELECT 1 FROM tributary.overlay WHERE overlay.account = record.account
              AND overlay.stream = record.stream AND overlay.type = record.type AND overlay.id = record.id
          )
        UNION ALL
        SELECT overlay.id, coalesce(overlay.normalized, overlay.payload) FROM tributary.overlay
        WHERE overlay.account = stream.account AND overlay.stream = stream.number AND NOT overlay.deleted
          AND overlay.type = convert_to(\(name), 'UTF8')
      ) shown
      CROSS JOIN LATERAL (SELECT tributary.readable(shown.payload) AS content OFFSET 0) parsed
      WHERE stream.service = convert_to(\(service), 'UTF8')
      """
  }

  /// Bytes as people read them, escaped where they are no text.
  private static func text(_ column: String) -> String { "tributary.readable_text(\(column))" }

  static func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }

  /// A literal that means the same whatever `standard_conforming_strings` is.
  static func literal(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "\\")) else { return "'\(text.replacing("'", with: "''"))'" }
    return "E'\(text.replacing("\\", with: "\\\\").replacing("'", with: "''"))'"
  }
}
#endif
