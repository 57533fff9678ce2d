import CSQLite
import TributaryJSON

/// The current row of a statement; valid until the statement moves on.
struct SQLRow {
  private let statement: OpaquePointer

  init(_ statement: OpaquePointer) { self.statement = statement }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

  func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }

  func real(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }

  func flag(_ column: Int32) -> Bool { integer(column) != 0 }

  func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

  func copiedBytes(_ column: Int32) -> SharedBytes { SharedBytes(Array(bytes(column))) }

  /// The bytes of a text. Requesting the text first determines the encoding in which bytes are counted.
  private func bytes(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
    let start = sqlite3_column_text(statement, column)
    return UnsafeBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(statement, column)))
  }
}
