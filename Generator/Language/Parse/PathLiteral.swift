/// The characters that a path may contain as written.
enum PathLiteral {
  /// Whether a text is empty or made of segments with a slash before each, none empty but the last, all of signs that
  /// need no encoding.
  static func isValid(_ path: String) -> Bool {
    path.isEmpty || (path.first == "/" && !path.contains("//") && firstWrongSign(in: path) == nil)
  }

  /// The byte that is not allowed in a path, if there is one: not a letter or digit of ASCII, one of the signs that mean
  /// themselves there, a slash, or a percent sign with two hexadecimal digits.
  static func firstWrongSign(in path: String) -> Int? {
    let bytes = Array(path.utf8)
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "%") {
        guard index + 2 < bytes.count, isHexadecimal(bytes[index + 1]), isHexadecimal(bytes[index + 2]) else {
          return index
        }
      } else if !allowed.contains(byte) {
        return index
      }
    }
    return nil
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool { Character(Unicode.Scalar(byte)).isHexDigit }

  private static let allowed = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@/".utf8)
}
