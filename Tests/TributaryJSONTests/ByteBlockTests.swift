import Expect
import Testing
import TributaryScan

@testable import TributaryJSON

/// The machine's form and the portable one, held to what each byte is by itself.
@Suite("Sixteen bytes are told apart as one by one")
struct ByteBlockTests {
  private static func isClean(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x22 && byte != 0x5C }

  private static func isPlain(_ byte: UInt8) -> Bool { isClean(byte) && byte < 0x80 }

  private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }

  /// The longest beginning of plain bytes and scalars of two bytes, as the standard library finds them.
  private static func pairTextCount(_ bytes: [UInt8]) -> Int {
    var count = 0
    while count < bytes.count {
      if isPlain(bytes[count]) {
        count += 1
      } else if let pair = String(validating: bytes[count...].prefix(2), as: UTF8.self), pair.unicodeScalars.count == 1,
        !pair.utf8.allSatisfy({ $0 < 0x80 })
      {
        count += 2
      } else {
        break
      }
    }
    return count
  }

  private func check(_ bytes: [UInt8]) {
    let plain = bytes.firstIndex { !Self.isPlain($0) } ?? bytes.count
    let clean = bytes.firstIndex { !Self.isClean($0) } ?? bytes.count
    bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      let (low, high) = (ByteWord(at: start).bits, ByteWord(at: start + 8).bits)
      expect(ByteBlock.plainCount(at: start), equals: plain, "\(bytes)")
      let words = ByteBlock.plainText(at: start)
      let (first, second) = (bytes.prefix(plain).prefix(8), bytes.prefix(plain).dropFirst(8))
      for text in [words, tributary_plain_text_portable(low, high)] {
        expect(text.count, equals: plain, "\(bytes)")
        expect(text.low, equals: Self.word(first), "\(bytes)")
        expect(text.high, equals: Self.word(second), "\(bytes)")
      }
      let pairs = Self.pairTextCount(bytes)
      expect(ByteBlock.pairTextCount(at: start), equals: pairs, "\(bytes)")
      expect(tributary_pair_text_count_portable(start), equals: pairs, "\(bytes)")
      expect(ByteBlock.cleanCount(at: start), equals: clean, "\(bytes)")
      expect(ByteBlock.cleanCount(low, high), equals: clean, "\(bytes)")
      expect(tributary_plain_count_portable(low, high), equals: plain, "\(bytes)")
      expect(tributary_clean_count_portable(low, high), equals: clean, "\(bytes)")
    }
  }

  @Test(arguments: [UInt8(0x20), 0x21, 0x23, 0x5B, 0x5D, 0x7F])
  func everyByteInEveryPlace(filling: UInt8) {
    for byte in UInt8.min...UInt8.max {
      for place in 0..<16 {
        var bytes = [UInt8](repeating: filling, count: 16)
        bytes[place] = byte
        check(bytes)
      }
    }
  }

  @Test func marksBehindTheFirstDoNotCount() {
    var random = SeededGenerator(seed: 1)
    let alphabet: [UInt8] = [0x00, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x5B, 0x5C, 0x5D, 0x7F, 0x80, 0xA2, 0xDC, 0xFF]
    for _ in 0..<20_000 {
      check(
        (0..<16).map { _ in Int.random(in: 0..<4, using: &random) == 0 ? alphabet.randomElement(using: &random)! : 0x61
        })
    }
  }

  @Test func everyPairOfBytesInEveryPlace() {
    for first in UInt8(0x7E)...UInt8.max {
      for second in [0x00, 0x22, 0x61, 0x7F, 0x80, 0x81, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xFF] as [UInt8] {
        for place in 0..<15 {
          // What is around it is a scalar of two bytes as well.
          var bytes = (0..<16).map { UInt8($0 % 2 == place % 2 ? 0xD0 : 0xBA) }
          bytes[place] = first
          bytes[place + 1] = second
          check(bytes)
        }
      }
    }
  }

  @Test func aBlockIsCopiedAsItIs() {
    let source = (0..<18).map { UInt8($0 * 13) }
    var target = [UInt8](repeating: 0xEE, count: 18)
    source.withUnsafeBufferPointer { from in
      target.withUnsafeMutableBufferPointer { ByteBlock.copy(from.baseAddress! + 1, to: $0.baseAddress! + 1) }
    }
    expect(target, equals: [0xEE] + source[1..<17] + [0xEE])
  }
}
