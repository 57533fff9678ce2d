import Expect
import Foundation
import Testing

@_spi(Generated) @testable import TributaryJSON

@Suite("Members with names that are known")
struct MemberTests {
  /// A name of each length, as long as it need be.
  private static let names: [StaticString] = [
    "", "a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg", "abcdefgh", "abcdefghi", "abcdefghijklmno",
    "abcdefghijklmnop", "abcdefghijklmnopq", "abcdefghijklmnopqrstuvwxyzabcdef", "abcdefghijklmnopqrstuvwxyzabcdefg",
    "é", "\u{1F600}",
  ]

  private func written(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    body(&writer)
    return writer.finish().text
  }

  /// Strings of every length up to three blocks, with each kind of byte in each place.
  private static let texts: [String] = (0...49).flatMap { length -> [String] in
    let plain = String(repeating: "x", count: length)
    return [plain]
      + ["\"", "\\", "\n", "\u{1}", "é", "\u{7F}"].flatMap { mark in
        (0..<length).map { String(repeating: "x", count: $0) + mark + String(repeating: "y", count: length - $0 - 1) }
      }
  }

  @Test func stringsAreEscapedWhereverTheMarkIs() throws {
    for text in Self.texts {
      let object = written { writer in
        writer.beginObject()
        writer.field("first", text)
        writer.field("second_name_that_is_longer", text)
        writer.endObject()
      }
      let read = try #require(
        try JSONSerialization.jsonObject(with: Data(object.utf8)) as? [String: String], "\(object)")
      expect(read, equals: ["first": text, "second_name_that_is_longer": text])
      // As an element, and as a name that is data.
      expect(written { $0.string(text) }, equals: String(object.dropFirst(9).prefix { $0 != "," }))
      try expect(JSONReader.read([String: String].self, from: JSONWriter.bytes(of: [text: text])), equals: [text: text])
    }
  }

  /// A string that is short but was not made as a short one, and one that is long in memory.
  @Test func whereAStringIsMakesNoDifference() {
    for length in 0...40 {
      let long = String(repeating: "abcdefghij", count: 8)
      let part = String(long.prefix(length))
      let grown = String(unsafeUninitializedCapacity: 64) { buffer in
        _ = buffer.initialize(from: part.utf8)
        return length
      }
      for text in [part, grown] {
        expect(written { $0.string(text) }, equals: "\"\(part)\"")
        expect(written { $0.member("n", text) }, equals: "\"n\":\"\(part)\"")
      }
    }
  }

  @Test func namesOfEveryLength() {
    for name in Self.names {
      let object = written { writer in
        writer.beginObject()
        writer.field(name, 1)
        writer.field(name, "text")
        writer.field(name, true)
        writer.field(name, Int?.none)
        writer.field(name, [2, 3])
        writer.endObject()
      }
      let quoted = "\"\(name)\""
      expect(object, equals: "{\(quoted):1,\(quoted):\"text\",\(quoted):true,\(quoted):[2,3]}")
    }
  }

  @Test func integersOfEveryLength() {
    var numbers = [0, 9, 10, 99, 100, .max, .min, .max - 1, .min + 1]
    var power = 1
    while power < Int.max / 10 {
      power *= 10
      numbers += [power - 1, power, power + 1, power / 3, power + power / 9]
    }
    for number in numbers.flatMap({ [$0, 0 &- $0] }) {
      expect(written { $0.int(number) }, equals: "\(number)")
      expect(written { $0.member("n", number) }, equals: "\"n\":\(number)")
    }
    for number in -11_000...11_000 { expect(written { $0.int(number) }, equals: "\(number)") }
  }

  @Test func writersSideBySideHaveMemoryOfTheirOwn() {
    var writers: [SharedBytes] = []
    var outer = JSONWriter()
    outer.beginArray()
    for number in 0..<3 {
      outer.int(number)
      var inner = JSONWriter()
      inner.string("inner \(number)")
      outer.string("outer \(number)")
      writers.append(inner.finish())
    }
    outer.endArray()
    let text = outer.finish()
    expect(writers.map(\.text), equals: ["\"inner 0\"", "\"inner 1\"", "\"inner 2\""])
    expect(text.text, equals: #"[0,"outer 0",1,"outer 1",2,"outer 2"]"#)
    // What was handed over is not written to again.
    _ = JSONWriter.bytes(of: String(repeating: "z", count: 100))
    expect(text.text, equals: #"[0,"outer 0",1,"outer 1",2,"outer 2"]"#)
  }

  @Test(arguments: [-20, -3, -2, -1, 0, 1, 20])
  func textsAroundTheSizeOfTheScratchMemory(difference: Int) {
    let count = ScratchMemory.capacity + difference
    let bytes = JSONWriter.bytes(of: [
      String(repeating: "x", count: count / 2), String(repeating: "y", count: count / 2),
    ])
    expect(bytes.count, equals: count / 2 * 2 + 7)
    expect(bytes.array.filter { $0 == 0x78 }.count, equals: count / 2)
  }

  @Test func writersOfManyThreadsDoNotMix() async {
    await withTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          (0..<200).allSatisfy { round in
            let text = "\(task)-\(round)-" + String(repeating: "t", count: round)
            return JSONWriter.bytes(of: [text, text]).text == "[\"\(text)\",\"\(text)\"]"
          }
        }
      }
      for await isRight in group { expect(isRight, equals: true) }
    }
  }
}
