/// Follows brackets and names up to a byte, without validating the text.
struct PathWalk {
  /// An array or object that is open.
  private enum Level {
    case array(index: Int)
    /// The name is `nil` before the first and after every comma.
    case object(name: String?)
  }

  private var levels: [Level] = []

  /// The steps into everything that is open.
  var steps: [JSONPath.Step] {
    levels.compactMap { level in
      switch level {
      case .array(let index): .index(index)
      case .object(let name): name.map { .name($0) }
      }
    }
  }

  mutating func run(to offset: Int, in bytes: SharedBytes) {
    bytes.withUnsafeBytes { buffer in
      var index = 0
      while index < buffer.count, index <= offset {
        let byte = buffer[index]
        switch byte {
        case 0x22:
          let (next, isClosed) = Self.endOfString(in: buffer, from: index)
          if case .object(nil) = levels.last {
            levels[levels.count - 1] = .object(name: Self.name(bytes[index..<next], isClosed: isClosed))
          }
          index = next
          continue
        case 0x5D, 0x7D: _ = levels.popLast()
        // At the byte itself, a bracket still belongs to the value that it opens, and a comma to what comes before it.
        case 0x5B where index < offset: levels.append(.array(index: 0))
        case 0x7B where index < offset: levels.append(.object(name: nil))
        case 0x2C where index < offset: advance()
        default: break
        }
        index += 1
      }
    }
  }

  private mutating func advance() {
    switch levels.popLast() {
    case .array(let index): levels.append(.array(index: index + 1))
    case .object: levels.append(.object(name: nil))
    case nil: break
    }
  }

  /// The index after the closing quote, or the end of the text if there is none.
  private static func endOfString(
    in buffer: UnsafeRawBufferPointer, from quote: Int
  ) -> (end: Int, isClosed: Bool) {
    var index = quote + 1
    while index < buffer.count, buffer[index] != 0x22 { index += buffer[index] == 0x5C ? 2 : 1 }
    return (min(index + 1, buffer.count), index < buffer.count)
  }

  private static func name(_ quoted: SharedBytes, isClosed: Bool) -> String {
    if let name = try? JSONReader.read(String.self, from: quoted) { return name }
    // A name that is not valid text is shown as written. A name that is cut off by the end of the text has no closing
    // quote.
    let written = quoted.text.dropFirst()
    return String(isClosed ? written.dropLast() : written)
  }
}
