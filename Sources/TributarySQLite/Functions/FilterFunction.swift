import CSQLite
import Tributary
import TributaryJSON

/// The SQL function `tributary_matches(payload, filter)`, which lets SQLite evaluate filters in place.
///
/// The filter is bound as a pointer of its own type, so that no SQL can replace it, and nothing that a user wrote
/// becomes SQL. The payload is read in SQLite's memory. A payload that is not valid JSON counts as a match, so that
/// reading the row reports it.
enum FilterFunction {
  /// SQLite compares the name under which a pointer is bound, and keeps the address of the text.
  private static let pointerName: StaticString = "tributary-filter"

  /// Makes the function known to a connection. Views and triggers of a file cannot call it.
  static func register(with database: OpaquePointer) -> Int32 {
    sqlite3_create_function_v2(
      database, "tributary_matches", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, nil,
      { context, _, values in FilterFunction.evaluate(context, values) }, nil, nil, nil)
  }

  /// Binds a filter to a parameter. Until it is bound anew or cleared, SQLite keeps the filter alive.
  static func bind(_ filter: FilterEvaluator, to statement: OpaquePointer, at index: Int32) -> Int32 {
    let pointer = Unmanaged.passRetained(filter).toOpaque()
    return name { name in
      sqlite3_bind_pointer(statement, index, pointer, name) { pointer in
        if let pointer { Unmanaged<FilterEvaluator>.fromOpaque(pointer).release() }
      }
    }
  }

  private static func evaluate(_ context: OpaquePointer?, _ values: UnsafeMutablePointer<OpaquePointer?>?) {
    guard let payload = values?[0], let filter = name({ sqlite3_value_pointer(values?[1], $0) }) else {
      return sqlite3_result_error(context, "tributary_matches needs a bound filter", -1)
    }
    let evaluator = Unmanaged<FilterEvaluator>.fromOpaque(filter).takeUnretainedValue()
    // The text comes first, because it determines the encoding in which bytes are counted. It stays valid until this
    // function returns, and the evaluator keeps nothing of it.
    let start = sqlite3_value_text(payload)
    let count = Int(sqlite3_value_bytes(payload))
    let text = start.map { SharedBytes(adopting: UnsafeRawPointer($0), count: count, release: {}) } ?? SharedBytes()
    sqlite3_result_int(context, evaluator.matches(text) ?? true ? 1 : 0)
  }

  private static func name<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    pointerName.utf8Start.withMemoryRebound(to: CChar.self, capacity: pointerName.utf8CodeUnitCount + 1, body)
  }
}
