import TributaryJSON

/// What a person most likely did where a text stops being JSON.
enum JSONSlip {
  /// What to do about it, or `nil` if nothing is likely.
  static func advice(for error: JSONError, in bytes: SharedBytes) -> String? {
    let text = bytes.array
    let before = text.prefix(min(error.offset, text.count)).last { !isSpace($0) }
    switch error.reason {
    case .unexpectedEnd:
      return before == nil ? "the file is empty: write {}" : "a closing bracket or quotation mark is missing"
    case .unexpectedByte(UInt8(ascii: "/")), .unexpectedByte(UInt8(ascii: "#")):
      return "JSON has no comments: use \"summary\", or remove it"
    case .unexpectedByte(UInt8(ascii: "'")): return "write \" instead"
    case .unexpectedByte(UInt8(ascii: "}")), .unexpectedByte(UInt8(ascii: "]")):
      return before == UInt8(ascii: ",") ? "remove the comma before it" : nil
    case .unexpectedByte(UInt8(ascii: "\"")):
      guard let before, !"{[,:".utf8.contains(before) else { return nil }
      return "a comma or colon is missing before it"
    case .unexpectedByte(0x00), .unexpectedByte(0xFE), .unexpectedByte(0xFF): return "save the file as UTF-8"
    case .unexpectedByte(let byte) where isLetter(byte):
      return before.map { "{,".utf8.contains($0) } ?? false ? "a name stands in quotation marks" : nil
    default: return nil
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || byte == UInt8(ascii: "_")
  }
}
