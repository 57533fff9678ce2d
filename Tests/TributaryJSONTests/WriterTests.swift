import Expect
import Testing
@_spi(Generated) import TributaryJSON

@Suite struct WriterTests {
  @Test func onlyWhatMustBeIsEscaped() throws {
    expect(JSONWriter.text(of: "a\"b\\c/d"), equals: #""a\"b\\c/d""#)
    expect(JSONWriter.text(of: "\u{8}\t\n\u{C}\r\u{0}\u{1F}\u{7F}"), equals: "\"\\b\\t\\n\\f\\r\\u0000\\u001f\u{7F}\"")
    expect(JSONWriter.text(of: "åäö € 😀 \u{2028}"), equals: "\"åäö € 😀 \u{2028}\"")
    expect(JSONWriter.text(of: ""), equals: "\"\"")
    for scalar in (0..<0x3000).compactMap(Unicode.Scalar.init) {
      for padding in [0, 6, 7, 8, 15] {
        let text = String(repeating: "x", count: padding) + String(scalar) + "y"
        try expect(JSONReader.read(String.self, from: JSONWriter.bytes(of: text)), equals: text)
      }
    }
  }

  @Test(arguments: [("\"", #"\""#), ("\\", #"\\"#), ("\u{1f}", #"\u001f"#)])
  func isEscapedWhereverItStands(character: String, escaped: String) {
    for count in 0..<26 {
      for position in 0...count {
        let (before, after) = (String(repeating: "a", count: position), String(repeating: "é", count: count - position))
        expect(JSONWriter.text(of: before + character + after), equals: "\"\(before)\(escaped)\(after)\"")
      }
    }
  }

  @Test func commasAndColonsStandWhereTheyBelong() {
    var writer = JSONWriter(capacity: 1)
    writer.beginArray()
    writer.null()
    writer.bool(true)
    writer.beginObject()
    writer.field("a", 1)
    writer.field("b", [1, 2])
    writer.field(named: "c\n\"", "x")
    writer.field(named: "none", Int?.none)
    writer.name("d")
    writer.beginObject()
    writer.endObject()
    writer.field("e", [Int]())
    writer.endObject()
    writer.beginArray()
    writer.endArray()
    writer.int(-7)
    writer.string("s")
    writer.double(0.5)
    writer.value(["k": [.null, false]])
    writer.endArray()
    let expected = #"[null,true,{"a":1,"b":[1,2],"c\n\"":"x","d":{},"e":[]},[],-7,"s",0.5,{"k":[null,false]}]"#
    expect(writer.count, equals: expected.utf8.count)
    expect(writer.finish().text, equals: expected)
  }

  @Test func absentAndNullAreToldApart() {
    var writer = JSONWriter()
    writer.beginObject()
    let absent: String? = nil
    let present: String? = "x"
    let leave: String?? = .none
    let clear: String?? = .some(nil)
    let set: String?? = "y"
    writer.field("absent", absent)
    writer.field("present", present)
    writer.field("leave", leave)
    writer.field("clear", clear)
    writer.field("set", set)
    writer.field(named: "elements", [absent, present])
    writer.endObject()
    expect(writer.finish().text, equals: #"{"present":"x","clear":null,"set":"y","elements":[null,"x"]}"#)
  }

  @Test func dictionariesAreWrittenInTheOrderOfTheirBytes() throws {
    let map = ["b": 1, "a": 2, "é": 3, "B": 4, "": 5, "z\u{30A}": 6, "aa": 7, "😀": 8]
    let text = JSONWriter.text(of: map)
    expect(text, equals: "{\"\":5,\"B\":4,\"a\":2,\"aa\":7,\"b\":1,\"z\u{30A}\":6,\"é\":3,\"😀\":8}")
    try expect(JSONReader.read([String: Int].self, from: SharedBytes(text)), equals: map)
  }

  @Test func rawJSONIsWrittenAsItIs() throws {
    let raw = try RawJSON(" {\"a\" : 1.50 , \"b\":[ ]} ")
    expect(JSONWriter.text(of: [raw, raw]), equals: "[{\"a\" : 1.50 , \"b\":[ ]},{\"a\" : 1.50 , \"b\":[ ]}]")
  }

  @Test func longOutputGrowsWithoutLoss() throws {
    let strings = (0..<5000).map { "line \($0) \"quoted\" \n" }
    let bytes = JSONWriter.bytes(of: strings)
    try expect(JSONReader.read([String].self, from: bytes), equals: strings)
  }

  @Test func aWriterThatIsNotFinishedFreesItsMemory() {
    for _ in 0..<1000 {
      var writer = JSONWriter(capacity: 1 << 20)
      writer.string("dropped")
    }
  }
}
