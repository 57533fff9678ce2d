#if PostgreSQL
import CPostgreSQL
import TributaryJSON

/// The rows that a statement returned, in binary form. Only the thread of their connection uses them.
final class ResultRows {
  private let result: OpaquePointer

  /// Takes ownership of a result.
  init(_ result: OpaquePointer) { self.result = result }

  deinit { PQclear(result) }

  /// The number of rows.
  var count: Int { Int(PQntuples(result)) }

  /// What the statement was and did, such as `COMMIT`.
  var tag: String { PQcmdStatus(result).map { String(cString: $0) } ?? "" }

  func isNull(_ row: Int, _ column: Int) -> Bool {
    PQgetisnull(result, Int32(clamping: row), Int32(clamping: column)) == 1
  }

  /// The bytes of a value; none for null.
  func bytes(_ row: Int, _ column: Int) -> SharedBytes { withBytes(row, column) { SharedBytes(copying: $0) } }

  /// The bytes of a value as text.
  func text(_ row: Int, _ column: Int) -> String {
    withBytes(row, column) { String(decoding: $0, as: UTF8.self) }
  }

  /// An integer of any width; zero for null.
  func integer(_ row: Int, _ column: Int) -> Int {
    withBytes(row, column) { bytes in
      guard let first = bytes.first else { return 0 }
      // The first byte carries the sign.
      var number = Int64(Int8(bitPattern: first))
      for byte in bytes.dropFirst() { number = number << 8 | Int64(byte) }
      return Int(number)
    }
  }

  func flag(_ row: Int, _ column: Int) -> Bool { integer(row, column) != 0 }

  /// A `float8`; zero for null.
  func real(_ row: Int, _ column: Int) -> Double {
    withBytes(row, column) { bytes in
      guard bytes.count == 8 else { return 0 }
      return Double(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) })
    }
  }

  private func withBytes<Output>(_ row: Int, _ column: Int, _ body: (UnsafeRawBufferPointer) -> Output) -> Output {
    let (row, column) = (Int32(clamping: row), Int32(clamping: column))
    guard row < PQntuples(result), column < PQnfields(result) else {
      return body(UnsafeRawBufferPointer(start: nil, count: 0))
    }
    let length = Int(PQgetlength(result, row, column))
    return body(UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: length))
  }
}
#endif
