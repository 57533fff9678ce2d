import Synchronization
import Testing
import TributaryJSON

@Suite struct RawTests {
  @Test func bytesAreKeptAsTheyCame() throws {
    let text = #" [ {"b" : 1.50, "a":"\u00e5" } , 2, "x"] "#
    let raw = try JSONReader.read([RawJSON].self, from: guarded(text))
    #expect(raw.map(\.text) == [#"{"b" : 1.50, "a":"\u00e5" }"#, "2", "\"x\""])
    #expect(try RawJSON(text).text == #"[ {"b" : 1.50, "a":"\u00e5" } , 2, "x"]"#)
    #expect(try raw[0].value() == ["a": "å", "b": 1.5])
    #expect(try raw[1].decode(as: Int.self) == 2)
    #expect(try raw[2].decode() == "x")
    #expect(error { () throws(JSONError) in _ = try raw[2].decode(as: Int.self) }?.offset == 0)
    #expect(try RawJSON("1") != RawJSON("1.0"))
    #expect(try RawJSON(" 1") == RawJSON("1 "))
    #expect(Set([try RawJSON("1"), try RawJSON(" 1")]).count == 1)
  }

  @Test func elementsAreFoundWithoutBuildingAnything() throws {
    let text = #"[1 ,"a,]\"",{"x":[1,2,{"y":"]}"}]},[[],[ ]], null , true,-1.5e3]"#
    let raw = try JSONReader.read(RawJSON.self, from: guarded(text))
    let elements = try #require(raw.elements)
    #expect(
      elements.map(\.text) == ["1", #""a,]\"""#, #"{"x":[1,2,{"y":"]}"}]}"#, "[[],[ ]]", "null", "true", "-1.5e3"])
    #expect(try RawJSON("[]").elements.map { Array($0) } == [])
    #expect(try RawJSON("[ \n ]").elements.map { Array($0) } == [])
    for text in ["{}", "1", "\"[1]\"", "null"] { #expect(try RawJSON(text).elements == nil) }
  }

  @Test func elementsAgreeWithTheTree() throws {
    for seed in UInt64(0)..<300 {
      var random = RandomJSON(seed: seed)
      let text = "[" + (0..<5).map { _ in random.document() }.joined(separator: ",") + "]"
      let raw = try JSONReader.read(RawJSON.self, from: guarded(text))
      let values = try #require(try raw.value().array)
      let elements = try #require(raw.elements)
      #expect(try elements.map { try $0.value() } == values)
      #expect(try JSONReader.read([RawJSON].self, from: raw.bytes) == Array(elements))
    }
  }

  @Test func aWalkSharesItsBytesAndCanBeLeft() throws {
    let count = 1_000_000
    let bytes = SharedBytes("[" + String(repeating: "{\"id\":1},", count: count - 1) + "{\"id\":1}]")
    let raw = try RawJSON(validating: bytes)
    let range = bytes.withUnsafeBytes {
      UInt(bitPattern: $0.baseAddress)..<UInt(bitPattern: $0.baseAddress) + UInt($0.count)
    }
    var seen = 0
    let isArray = raw.forEachElement { element in
      seen += 1
      if seen % 100_000 == 0 {
        let address = element.bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        #expect(range.contains(address))
      }
      return true
    }
    #expect(isArray)
    #expect(seen == count)
    seen = 0
    raw.forEachElement { _ in
      seen += 1
      return seen < 3
    }
    #expect(seen == 3)
    #expect(try RawJSON("{}").forEachElement { _ in true } == false)
    #expect(throws: CancellationError.self) { try raw.forEachElement { _ in throw CancellationError() } }
  }

  @Test func aReaderWalksElementsAndSkipsTheRest() throws {
    let sums = try JSONReader.withReader(over: guarded("[[1,2,3,[4]],[5],[]]")) { (reader) throws(JSONError) -> [Int] in
      var sums: [Int] = []
      try reader.forEachElement { (reader) throws(JSONError) in
        var sum = 0
        try reader.forEachElement { (reader) throws(JSONError) in
          sum += try reader.readInt()
          return sum < 3
        }
        sums.append(sum)
        return true
      }
      return sums
    }
    #expect(sums == [3, 5, 0])
    let problem = error { () throws(JSONError) in
      try JSONReader.withReader(over: guarded("[1,x]")) { (reader) throws(JSONError) in
        try reader.forEachElement { (reader) throws(JSONError) in
          try reader.skipValue()
          return false
        }
      }
    }
    #expect(problem?.offset == 3)
  }

  @Test func slicesShareAndAreCutToWhatThereIs() {
    let bytes = SharedBytes("0123456789")
    #expect(bytes[2..<5].text == "234")
    #expect(bytes[2..<5][1..<2].text == "3")
    #expect(bytes[2..<5][1..<99].text == "34")
    #expect(bytes[-5..<3].text == "012")
    #expect(bytes[20..<30].isEmpty)
    #expect(bytes[-9..<(-3)].isEmpty)
    #expect(bytes[3..<3].isEmpty)
    #expect(bytes[2..<5] == SharedBytes("234"))
    #expect(bytes[2..<5].hashValue == SharedBytes([0x32, 0x33, 0x34]).hashValue)
    #expect(bytes != SharedBytes("012345678"))
    #expect(SharedBytes().isEmpty)
    #expect(SharedBytes() == SharedBytes([]))
    #expect(SharedBytes([0x61, 0xFF]).text == "a\u{FFFD}")
    #expect(bytes[7..<10].array == [0x37, 0x38, 0x39])
    #expect(bytes.count == 10)
  }

  @Test func adoptedMemoryIsGivenBackOnceWhenTheLastSliceIsGone() {
    let released = Mutex(0)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 4, alignment: 1)
    memory.copyMemory(from: Array("[12]".utf8), byteCount: 4)
    var raw: RawJSON?
    do {
      let bytes = SharedBytes(adopting: memory, count: 4) { released.withLock { $0 += 1 } }
      raw = try? RawJSON(validating: bytes).elements?.first { _ in true }
    }
    #expect(raw?.text == "12")
    #expect(released.withLock { $0 } == 0)
    raw = nil
    #expect(released.withLock { $0 } == 1)
    memory.deallocate()
  }
}
