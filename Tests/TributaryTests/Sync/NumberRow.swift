import TributaryJSON

/// A row as a list of whole numbers, `[12,3,1704812400]`: a simulation reads and writes millions of rows, and an object
/// would take most of its time.
enum NumberRow {
  static func text(_ numbers: Int...) -> String { "[\(numbers.map(String.init).joined(separator: ","))]" }

  /// The numbers; what is no number is left out.
  static func numbers(_ payload: RawJSON) -> [Int] {
    payload.bytes.withUnsafeBytes { bytes in
      var numbers: [Int] = []
      var number: Int?
      var isNegative = false
      for byte in bytes {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): number = (number ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "-"): isNegative = true
        default:
          if let number { numbers.append(isNegative ? -number : number) }
          number = nil
          isNegative = false
        }
      }
      return numbers
    }
  }
}
