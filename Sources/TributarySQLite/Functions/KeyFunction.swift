import CSQLite
import Tributary
import TributaryJSON

/// The SQL function `tributary_key(payload, field)`: what an index of a field has for a record, read by our own reader.
///
/// The field is bound as a pointer under a name of its own, as a filter is.
enum KeyFunction {
  private static let pointerName: StaticString = "tributary-field"

  /// Makes the function known to a connection. Views and triggers of a file cannot call it.
  static func register(with database: OpaquePointer) -> Int32 {
    sqlite3_create_function_v2(
      database, "tributary_key", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, nil,
      { context, _, values in KeyFunction.evaluate(context, values) }, nil, nil, nil)
  }

  /// Binds a field to a parameter. Until it is bound anew or cleared, SQLite keeps it alive.
  static func bind(_ field: IndexKeyReader, to statement: OpaquePointer, at index: Int32) -> Int32 {
    let pointer = Unmanaged.passRetained(field).toOpaque()
    return name { name in
      sqlite3_bind_pointer(statement, index, pointer, name) { pointer in
        if let pointer { Unmanaged<IndexKeyReader>.fromOpaque(pointer).release() }
      }
    }
  }

  private static func evaluate(_ context: OpaquePointer?, _ values: UnsafeMutablePointer<OpaquePointer?>?) {
    guard let payload = values?[0], let field = name({ sqlite3_value_pointer(values?[1], $0) }) else {
      return sqlite3_result_error(context, "tributary_key needs a bound field", -1)
    }
    let reader = Unmanaged<IndexKeyReader>.fromOpaque(field).takeUnretainedValue()
    // The text first: it settles the encoding that the count is of. It stays where it is until this function returns,
    // and the reader keeps nothing of it.
    let start = sqlite3_value_text(payload)
    let count = Int(sqlite3_value_bytes(payload))
    let text = start.map { SharedBytes(adopting: UnsafeRawPointer($0), count: count, release: {}) } ?? SharedBytes()
    switch reader.key(of: text) {
    case nil: sqlite3_result_null(context)
    case .integer(let number): sqlite3_result_int64(context, Int64(number))
    case .real(let number): sqlite3_result_double(context, number)
    case .bytes(let bytes):
      bytes.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return sqlite3_result_zeroblob(context, 0) }
        sqlite3_result_blob64(context, start, UInt64(bytes.count), tributary_sqlite_transient())
      }
    }
  }

  private static func name<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    pointerName.utf8Start.withMemoryRebound(to: CChar.self, capacity: pointerName.utf8CodeUnitCount + 1, body)
  }
}
