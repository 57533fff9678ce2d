import Expect
import Testing

@testable import TributaryJSON

@Suite("Short strings are those that the standard library makes")
struct ShortStringTests {
  @Test func theFormOfShortStringsIsKnownHere() { #expect(SmallText.isKnown) }

  /// Lengths on both sides of what fits into a word, into two words and into a string itself.
  @Test(arguments: 0...40)
  func stringsOfEveryLengthAreRead(length: Int) throws {
    let text = String((0..<length).map { Character(UnicodeScalar(UInt8(0x23 + $0))) })
    for tail in ["", "          ", ",\"padding and more\""] {
      let array = try JSONReader.read([String].self, from: SharedBytes("[\"\(text)\"\(tail)]"))
      let read = try #require(array.first)
      expect(read, equals: text)
      expect(Array(read.utf8), equals: Array(text.utf8))
      expect(read.hashValue, equals: text.hashValue)
      expect(read + "é" + read, equals: text + "é" + text)
      let map = try JSONReader.read(
        [String: Int].self, from: SharedBytes("{\"\(text)\":1   \(tail.isEmpty ? "" : "        ")}"))
      expect(map, equals: [text: 1])
    }
  }

  @Test(arguments: ["é", "aé", "1234567é", "12345678é", "1234567890123é", "\u{1F600}", "a\u{1}b"])
  func whatIsNotPlainIsNotTakenForIt(text: String) throws {
    let bytes = JSONWriter.bytes(of: [text, "padding and more"])
    expect(try JSONReader.read([String].self, from: bytes), equals: [text, "padding and more"])
  }

  /// Every byte in every place of a word, whatever stands around it.
  @Test func marksAreExact() {
    for filling in [UInt8(0x20), 0x21, 0x23, 0x5B, 0x5D, 0x7F] {
      for byte in UInt8.min...UInt8.max {
        for place in 0..<8 {
          var bytes = [UInt8](repeating: filling, count: 8)
          bytes[place] = byte
          let marks = bytes.withUnsafeBufferPointer { ByteWord(at: $0.baseAddress!).plainStringMarks }
          let isMark = byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5C
          expect(marks == 0 ? nil : ByteWord.firstIndex(in: marks), equals: isMark ? place : nil)
        }
      }
    }
  }
}
