import Expect
import Synchronization
import Testing
@_spi(Generated) import TributaryJSON

@Suite struct RawTests {
  @Test func bytesAreKeptAsTheyCame() throws {
    let text = #" [ {"b" : 1.50, "a":"\u00e5" } , 2, "x"] "#
    let raw = try JSONReader.read([RawJSON].self, from: guarded(text))
    expect(raw.map(\.text), equals: [#"{"b" : 1.50, "a":"\u00e5" }"#, "2", "\"x\""])
    try expect(RawJSON(text).text, equals: #"[ {"b" : 1.50, "a":"\u00e5" } , 2, "x"]"#)
    try expect(raw[0].value(), equals: ["a": "å", "b": 1.5])
    try expect(raw[1].decode(as: Int.self), equals: 2)
    try expect(raw[2].decode(), equals: "x")
    expect(error { () throws(JSONError) in _ = try raw[2].decode(as: Int.self) }?.offset, equals: 0)
    #expect(try RawJSON("1") != RawJSON("1.0"))
    try expect(RawJSON(" 1"), equals: RawJSON("1 "))
    expect(Set([try RawJSON("1"), try RawJSON(" 1")]).count, equals: 1)
  }

  @Test func elementsAreFoundWithoutBuildingAnything() throws {
    let text = #"[1 ,"a,]\"",{"x":[1,2,{"y":"]}"}]},[[],[ ]], null , true,-1.5e3]"#
    let raw = try JSONReader.read(RawJSON.self, from: guarded(text))
    let elements = try #require(raw.elements)
    expect(
      elements.map(\.text),
      equals: ["1", #""a,]\"""#, #"{"x":[1,2,{"y":"]}"}]}"#, "[[],[ ]]", "null", "true", "-1.5e3"])
    try expect(RawJSON("[]").elements.map { Array($0) }, equals: [])
    try expect(RawJSON("[ \n ]").elements.map { Array($0) }, equals: [])
    for text in ["{}", "1", "\"[1]\"", "null"] { #expect(try RawJSON(text).elements == nil) }
  }

  @Test func elementsAgreeWithTheTree() throws {
    for seed in UInt64(0)..<300 {
      var random = RandomJSON(seed: seed)
      let text = "[" + (0..<5).map { _ in random.document() }.joined(separator: ",") + "]"
      let raw = try JSONReader.read(RawJSON.self, from: guarded(text))
      let values = try #require(try raw.value().array)
      let elements = try #require(raw.elements)
      try expect(elements.map { try $0.value() }, equals: values)
      try expect(JSONReader.read([RawJSON].self, from: raw.bytes), equals: Array(elements))
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
    expect(seen, equals: count)
    seen = 0
    raw.forEachElement { _ in
      seen += 1
      return seen < 3
    }
    expect(seen, equals: 3)
    try expect(RawJSON("{}").forEachElement { _ in true }, equals: false)
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
    expect(sums, equals: [3, 5, 0])
    let problem = error { () throws(JSONError) in
      try JSONReader.withReader(over: guarded("[1,x]")) { (reader) throws(JSONError) in
        try reader.forEachElement { (reader) throws(JSONError) in
          try reader.skipValue()
          return false
        }
      }
    }
    expect(problem?.offset, equals: 3)
  }

  @Test func slicesShareAndAreCutToWhatThereIs() {
    let bytes = SharedBytes("0123456789")
    expect(bytes[2..<5].text, equals: "234")
    expect(bytes[2..<5][1..<2].text, equals: "3")
    expect(bytes[2..<5][1..<99].text, equals: "34")
    expect(bytes[-5..<3].text, equals: "012")
    #expect(bytes[20..<30].isEmpty)
    #expect(bytes[-9..<(-3)].isEmpty)
    #expect(bytes[3..<3].isEmpty)
    expect(bytes[2..<5], equals: SharedBytes("234"))
    expect(bytes[2..<5].hashValue, equals: SharedBytes([0x32, 0x33, 0x34]).hashValue)
    #expect(bytes != SharedBytes("012345678"))
    #expect(SharedBytes().isEmpty)
    expect(SharedBytes(), equals: SharedBytes([]))
    expect(SharedBytes([0x61, 0xFF]).text, equals: "a\u{FFFD}")
    expect(bytes[7..<10].array, equals: [0x37, 0x38, 0x39])
    expect(bytes.count, equals: 10)
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
    expect(raw?.text, equals: "12")
    expect(released.withLock { $0 }, equals: 0)
    raw = nil
    expect(released.withLock { $0 }, equals: 1)
    memory.deallocate()
  }
}
