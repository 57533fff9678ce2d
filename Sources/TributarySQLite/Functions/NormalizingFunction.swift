import CSQLite
import Tributary
import TributaryJSON

/// The SQL function `tributary_normalized(payload)`: the JSON in a form that SQLite reads as we do, or null if the
/// payload already has that form.
///
/// Only the migration of an older database needs it. Views cannot call it, because any tool must be able to read them.
enum NormalizingFunction {
  static func register(with database: OpaquePointer) -> Int32 {
    sqlite3_create_function_v2(
      database, "tributary_normalized", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, nil,
      { context, _, values in NormalizingFunction.evaluate(context, values?[0]) }, nil, nil, nil)
  }

  private static func evaluate(_ context: OpaquePointer?, _ payload: OpaquePointer?) {
    guard let payload, let start = sqlite3_value_text(payload) else { return sqlite3_result_null(context) }
    let count = Int(sqlite3_value_bytes(payload))
    let text = SharedBytes(Array(UnsafeBufferPointer(start: start, count: count)))
    guard let normalized = try? RawJSON(validating: text).normalized else { return sqlite3_result_null(context) }
    normalized.bytes.withUnsafeBytes { bytes in
      sqlite3_result_text64(
        context, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), UInt64(bytes.count),
        tributary_sqlite_transient(), UInt8(SQLITE_UTF8))
    }
  }
}
