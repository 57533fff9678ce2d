import CSQLite
import Tributary
import TributaryJSON

/// A statement that SQLite has compiled.
final class PreparedStatement {
  private let handle: OpaquePointer
  /// Whether its rows are being read.
  var isInUse = false

  init(_ handle: OpaquePointer) { self.handle = handle }

  deinit { sqlite3_finalize(handle) }

  /// The statement's current row.
  var row: SQLRow { SQLRow(handle) }

  func step() -> Int32 { sqlite3_step(handle) }

  func reset() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  /// Binds the values to the parameters from `first` on, and calls the body while they are bound.
  ///
  /// JSON is bound in place, without a copy, which is valid while the body runs. The recursion ends with the last
  /// value.
  func withBound(
    _ values: ArraySlice<SQLValue>, from first: Int32 = 1, onFailure failure: (Int32) -> StoreError,
    _ body: () throws(StoreError) -> Void
  ) throws(StoreError) {
    guard let value = values.first else { return try body() }
    let rest = values.dropFirst()
    guard case .json(let json) = value else {
      let code = bind(value, at: first)
      guard code == SQLITE_OK else { throw failure(code) }
      return try withBound(rest, from: first + 1, onFailure: failure, body)
    }
    try json.bytes.withUnsafeBytes { (bytes) throws(StoreError) in
      let code = sqlite3_bind_text64(
        handle, first, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), UInt64(bytes.count), nil,
        UInt8(SQLITE_UTF8))
      guard code == SQLITE_OK else { throw failure(code) }
      try withBound(rest, from: first + 1, onFailure: failure, body)
    }
  }

  private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
    switch value {
    case .null: return sqlite3_bind_null(handle, index)
    case .integer(let number): return sqlite3_bind_int64(handle, index, Int64(number))
    case .text(var text):
      return text.withUTF8 { bytes in
        // An empty text may have no address, which would be bound as NULL.
        guard let start = bytes.baseAddress else { return sqlite3_bind_text(handle, index, "", 0, transient) }
        return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
          sqlite3_bind_text64(handle, index, $0, UInt64(bytes.count), transient, UInt8(SQLITE_UTF8))
        }
      }
    case .json(let json): return bind(.text(json.text), at: index)
    case .filter(let filter): return FilterFunction.bind(filter, to: handle, at: index)
    case .field(let field): return KeyFunction.bind(field, to: handle, at: index)
    case .real(let number): return sqlite3_bind_double(handle, index, number)
    case .blob(let bytes):
      return bytes.withUnsafeBytes { bytes in
        // No bytes may lie nowhere, and nowhere would be bound as NULL.
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, index, 0) }
        return sqlite3_bind_blob64(handle, index, start, UInt64(bytes.count), transient)
      }
    }
  }

  private var transient: sqlite3_destructor_type? { tributary_sqlite_transient() }
}
