/// The elements of a raw array, found one by one. They share its memory, and nothing is built.
package struct RawElements: Sequence, IteratorProtocol, Sendable {
  private let bytes: SharedBytes
  /// The position from which to search for the next element.
  private var offset: Int

  /// The elements of an array that begins with a bracket and is known to be valid.
  fileprivate init(array bytes: SharedBytes) {
    self.bytes = bytes
    offset = 1
  }

  /// The fraction of the text that was read, from 0 to 1.
  package var fraction: Double { Double(offset) / Double(bytes.count) }

  /// The next element, or `nil` after the last.
  package mutating func next() -> RawJSON? {
    let range = bytes.withUnsafeBytes { Self.element(in: $0, from: offset) }
    guard let range else { return nil }
    offset = range.upperBound
    return RawJSON(checked: bytes[range])
  }

  /// The range of the next element. The bytes are valid JSON, so only brackets and strings matter.
  private static func element(in bytes: UnsafeRawBufferPointer, from offset: Int) -> Range<Int>? {
    var start = offset
    while start < bytes.count, bytes[start] <= 0x20 || bytes[start] == 0x2C { start += 1 }
    guard start < bytes.count, bytes[start] != 0x5D else { return nil }
    var depth = 0
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case 0x22: index = endOfString(in: bytes, from: index)
      case 0x5B, 0x7B: depth += 1
      case 0x5D, 0x7D:
        if depth == 0 { return start..<index }
        depth -= 1
      case 0x2C, 0x20, 0x09, 0x0A, 0x0D:
        if depth == 0 { return start..<index }
      default: break
      }
      index += 1
    }
    return nil
  }

  /// The index of the closing quote.
  private static func endOfString(in bytes: UnsafeRawBufferPointer, from quote: Int) -> Int {
    var index = quote + 1
    while index < bytes.count {
      if bytes.count - index >= 8, let start = bytes.baseAddress {
        let marks = ByteWord(at: (start + index).assumingMemoryBound(to: UInt8.self)).stringMarks
        index += marks == 0 ? 8 : ByteWord.firstIndex(in: marks)
        if marks == 0 { continue }
      }
      if bytes[index] == 0x22 { break }
      index += bytes[index] == 0x5C ? 2 : 1
    }
    return index
  }
}

extension RawJSON {
  /// The elements, if this is an array; otherwise `nil`.
  package var elements: RawElements? {
    bytes.withUnsafeBytes { $0.first } == 0x5B ? RawElements(array: bytes) : nil
  }

  /// Calls the body with each element of an array until it returns false.
  ///
  /// - Returns: Whether this is an array.
  @discardableResult
  package func forEachElement<Failure: Error>(
    _ body: (RawJSON) throws(Failure) -> Bool
  ) throws(Failure) -> Bool {
    guard var elements else { return false }
    while let element = elements.next() {
      guard try body(element) else { break }
    }
    return true
  }
}
