import TributaryJSON

/// The position of a string in a file, so that positions inside its text can be determined even if it has escapes.
struct TextPlace: Sendable {
  let file: Int
  let bytes: SharedBytes
  /// The byte of the opening quotation mark.
  let offset: Int

  /// The place in the file of a byte of the text.
  func location(ofByte target: Int) -> Location {
    let place = bytes.withUnsafeBytes { file in
      var index = offset + 1
      var byte = 0
      while byte < target, index < file.count {
        if file[index] != UInt8(ascii: "\\") {
          index += 1
          byte += 1
        } else if index + 1 < file.count, file[index + 1] == UInt8(ascii: "u") {
          let unit = Self.hexadecimal(file, index + 2)
          let isPair = 0xD800...0xDBFF ~= unit
          index += isPair ? 12 : 6
          byte += isPair ? 4 : unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3
        } else {
          index += 2
          byte += 1
        }
      }
      return min(index, file.count)
    }
    return Location(file: file, offset: place)
  }

  private static func hexadecimal(_ file: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var value = 0
    for index in start..<(start + 4) where index < file.count {
      value = value << 4 | (Character(Unicode.Scalar(file[index])).hexDigitValue ?? 0)
    }
    return value
  }
}
