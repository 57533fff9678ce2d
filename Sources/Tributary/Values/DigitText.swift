import TributaryJSON

/// A short text of fixed-width decimal fields, built without an allocation.
struct DigitText {
  /// Longer than any text that is built.
  private static let capacity = 48

  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private var count = 0

  /// Builds a text and passes on its bytes, which are ASCII.
  static func build<Result>(
    _ write: (inout DigitText) -> Void, _ use: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { memory in
      var text = DigitText(bytes: memory)
      write(&text)
      return use(UnsafeBufferPointer(rebasing: memory[..<text.count]))
    }
  }

  /// Writes a text as a string of JSON, straight into the writer's memory.
  static func encode(into writer: inout JSONWriter, _ write: (inout DigitText) -> Void) {
    var text = DigitText(bytes: writer.beginPlainString(capacity: capacity))
    write(&text)
    writer.endPlainString(count: text.count)
  }

  private init(bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = bytes }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    guard count < bytes.count else { return }
    bytes.initializeElement(at: count, to: byte)
    count &+= 1
  }

  /// Appends a word of ASCII.
  mutating func append(_ word: StaticString) {
    for place in 0..<word.utf8CodeUnitCount { append(word.utf8Start[place]) }
  }

  /// Appends the last digits of a number that is not negative and has at most nine.
  @inline(__always)
  mutating func append(_ value: Int, digits: Int) {
    guard count &+ digits <= bytes.count, let start = bytes.baseAddress else { return }
    var rest = UInt32(truncatingIfNeeded: value)
    var left = digits
    count &+= digits
    let end = start + count
    while left >= 2 {
      DecimalDigits.putPair(rest, at: end + (left &- 2 &- digits))
      rest /= 100
      left &-= 2
    }
    if left == 1 { end[-digits] = 0x30 + UInt8(truncatingIfNeeded: rest % 10) }
  }
}
