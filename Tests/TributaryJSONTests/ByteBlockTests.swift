import Expect
import Testing
import TributaryScan

@testable import TributaryJSON

/// The machine's form and the portable one, held to what each byte is by itself.
@Suite("Sixteen bytes are told apart as one by one")
struct ByteBlockTests {
  private static func isClean(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x22 && byte != 0x5C }

  private static func isPlain(_ byte: UInt8) -> Bool { isClean(byte) && byte < 0x80 }

  private func check(_ bytes: [UInt8]) {
    let plain = bytes.firstIndex { !Self.isPlain($0) } ?? bytes.count
    let clean = bytes.firstIndex { !Self.isClean($0) } ?? bytes.count
    bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      let (low, high) = (ByteWord(at: start).bits, ByteWord(at: start + 8).bits)
      expect(ByteBlock.plainCount(at: start), equals: plain, "\(bytes)")
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

  @Test func aBlockIsCopiedAsItIs() {
    let source = (0..<18).map { UInt8($0 * 13) }
    var target = [UInt8](repeating: 0xEE, count: 18)
    source.withUnsafeBufferPointer { from in
      target.withUnsafeMutableBufferPointer { ByteBlock.copy(from.baseAddress! + 1, to: $0.baseAddress! + 1) }
    }
    expect(target, equals: [0xEE] + source[1..<17] + [0xEE])
  }
}
