#if PostgreSQL
import TributaryJSON

/// A value in a statement, in PostgreSQL's binary form.
///
/// Whatever a server sent is `bytea`, because `text` refuses NUL.
enum Parameter: Sendable {
  case bytes(SharedBytes)
  case integer(Int)
  case real(Double)
  case flag(Bool)
  /// For what only people write, such as the name of a credential.
  case text(String)
  case byteList([SharedBytes?])
  case integerList([Int])
  case noBytes
  case noInteger
  case noText
  case noReal

  /// The UTF-8 form of a text.
  static func utf8(_ text: String) -> Parameter { .bytes(SharedBytes(text)) }

  /// The UTF-8 forms of texts.
  static func utf8List(_ texts: [String]) -> Parameter { .byteList(texts.map { SharedBytes($0) }) }

  /// The number of the type in PostgreSQL's catalogue.
  var type: UInt32 {
    switch self {
    case .bytes, .noBytes: Self.bytea
    case .integer, .noInteger: Self.bigint
    case .real, .noReal: 701
    case .flag: 16
    case .text, .noText: 25
    case .byteList: 1_001
    case .integerList: 1_016
    }
  }

  var isNull: Bool {
    switch self {
    case .noBytes, .noInteger, .noText, .noReal: true
    default: false
    }
  }

  private static let bytea: UInt32 = 17
  private static let bigint: UInt32 = 20

  /// Adds the value's bytes.
  func append(to buffer: inout [UInt8]) {
    switch self {
    case .bytes(let bytes): bytes.withUnsafeBytes { buffer.append(contentsOf: $0) }
    case .integer(let number): buffer.append(bigEndian: Int64(number))
    case .real(let number): buffer.append(bigEndian: Int64(bitPattern: number.bitPattern))
    case .flag(let flag): buffer.append(flag ? 1 : 0)
    case .text(let text): buffer.append(contentsOf: text.utf8)
    case .byteList(let list):
      Self.appendHeader(count: list.count, hasNulls: list.contains { $0 == nil }, type: Self.bytea, to: &buffer)
      for element in list {
        guard let element else {
          buffer.append(bigEndian: Int32(-1))
          continue
        }
        buffer.append(bigEndian: Int32(clamping: element.count))
        element.withUnsafeBytes { buffer.append(contentsOf: $0) }
      }
    case .integerList(let list):
      Self.appendHeader(count: list.count, hasNulls: false, type: Self.bigint, to: &buffer)
      for number in list {
        buffer.append(bigEndian: Int32(8))
        buffer.append(bigEndian: Int64(number))
      }
    case .noBytes, .noInteger, .noText, .noReal: break
    }
  }

  /// The beginning of an array: dimensions, whether there are nulls, the type of the elements, then size and lower
  /// bound of the only dimension.
  private static func appendHeader(count: Int, hasNulls: Bool, type: UInt32, to buffer: inout [UInt8]) {
    buffer.append(bigEndian: Int32(count == 0 ? 0 : 1))
    buffer.append(bigEndian: Int32(hasNulls ? 1 : 0))
    buffer.append(bigEndian: Int32(bitPattern: type))
    guard count > 0 else { return }
    buffer.append(bigEndian: Int32(clamping: count))
    buffer.append(bigEndian: Int32(1))
  }
}

extension [UInt8] {
  fileprivate mutating func append(bigEndian number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }
}
#endif
