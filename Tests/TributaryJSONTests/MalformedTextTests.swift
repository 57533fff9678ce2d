import Expect
import Testing
@_spi(Generated) import TributaryJSON

/// Strings that the grammar allows and that are no text: surrogates without their half, and bytes that are not UTF-8.
@Suite struct MalformedTextTests {
  /// Between quotes; each with where the fault is, counted from the quote, and what it is.
  static let strings: [(bytes: [UInt8], fault: Int, reason: JSONError.Reason)] = [
    (Array(#"Malm\ud83d"#.utf8), 5, .loneSurrogate), (Array(#"\uDFFF"#.utf8), 1, .loneSurrogate),
    (Array(#"\ud83d\ud83d\ude00"#.utf8), 1, .loneSurrogate), (Array(#"\ud83d\u0041\n"#.utf8), 1, .loneSurrogate),
    (Array(#"\ud83d\ude00\ude00 and much more behind it"#.utf8), 13, .loneSurrogate),
    (Array(#"\ud83d\""#.utf8), 1, .loneSurrogate), (Array(#"a long beginning \ud83d\\"#.utf8), 18, .loneSurrogate),
    ([0xFF], 1, .invalidUTF8), (Array("Malm".utf8) + [0xC3], 5, .invalidUTF8), ([0xED, 0xA0, 0xBD], 1, .invalidUTF8),
    (Array(#"\ud83d"#.utf8) + [0xFF], 1, .loneSurrogate), ([0xF0, 0x9F] + Array(#"\""#.utf8), 1, .invalidUTF8),
  ]

  private func quoted(_ bytes: [UInt8]) -> [UInt8] { [0x22] + bytes + [0x22] }

  @Test func aStringThatIsNoTextIsAnErrorForWhoWantsTextOnly() throws {
    for (bytes, fault, reason) in Self.strings {
      for padding in 0..<17 {
        let string = quoted([UInt8](repeating: 0x78, count: padding) + bytes)
        let problem = JSONError(offset: fault + padding, reason)
        expect(
          error { () throws(JSONError) in _ = try JSONReader.read(String.self, from: guarded(string)) }, equals: problem
        )
        expect(
          error { () throws(JSONError) in _ = try JSONReader.read(Stamp.self, from: guarded(string)) }, equals: problem)
        try expect(RawJSON(validating: guarded(string)).bytes.array, equals: string)
        let value = try JSONReader.read(JSONValue.self, from: guarded(string))
        guard case .malformedString(let kept) = value else { throw problem }
        expect(kept.raw.bytes.array, equals: string)
        #expect(kept.repaired.contains("\u{FFFD}"))
        #expect(value.string == nil)
        expect(JSONWriter.bytes(of: value).array, equals: string)
      }
    }
  }

  @Test func itCostsOnlyItself() throws {
    for (bytes, _, _) in Self.strings {
      let text = Array(#"{"id":7,"x":"#.utf8) + quoted(bytes) + Array(#","y":[1,"#.utf8) + quoted(bytes)
      let row = guarded(text + Array(#"],"name":"good"}"#.utf8))
      try expect(JSONReader.read(NameOnly.self, from: row).name, equals: "good")
      let value = try JSONReader.read(JSONValue.self, from: row)
      expect(value["name"], equals: "good")
      expect(value["id"], equals: 7)
      expect(JSONWriter.bytes(of: value), equals: row)
      let list = try RawJSON(validating: guarded([0x5B] + row.array + [0x2C] + row.array + [0x5D]))
      expect(list.elements.map { $0.map(\.bytes) }, equals: [row, row])
    }
  }

  @Test func aNameThatIsNoTextIsKeptAndFoundByNoName() throws {
    for (bytes, _, reason) in Self.strings {
      let row = guarded(
        Array(#"{"name":"good","#.utf8) + quoted(bytes) + Array(#":1,"other":2}"#.utf8))
      let value = try JSONReader.read(JSONValue.self, from: row)
      let fields = try #require(value.object)
      expect(fields.count, equals: 3)
      expect(JSONWriter.bytes(of: value), equals: row)
      for name in fields.names where name.contains("\u{FFFD}") { #expect(fields[name] == nil) }
      expect(fields["other"], equals: 2)
      try expect(JSONReader.read(NameOnly.self, from: row).name, equals: "good")
      try expect(JSONWriter.bytes(of: JSONReader.read(Open.self, from: row)), equals: row)
      expect(
        error { () throws(JSONError) in _ = try JSONReader.read([String: JSONValue].self, from: row) }?.reason,
        equals: reason)
      expect(error { () throws(JSONError) in _ = try JSONNode.parse(row) }?.reason, equals: reason)
      try expect(JSONReader.read(JSONValue.self, from: row), equals: value)
      expect(value.hashValue, equals: try JSONReader.read(JSONValue.self, from: row).hashValue)
    }
  }

  @Test func namesThatMeanTheSameAreOneAndTheLastWins() throws {
    let text = #"{"\ud83d":1,"�":2,"\uD83D":3,"\ud83e":4}"#
    let value = try JSONReader.read(JSONValue.self, from: guarded(text))
    expect(JSONWriter.text(of: value), equals: #"{"\ud83d":3,"�":2,"\ud83e":4}"#)
    expect(value["\u{FFFD}"], equals: 2)
    let open = try JSONReader.read(Open.self, from: guarded(text))
    expect(JSONWriter.text(of: open), equals: #"{"\ud83d":3,"�":2,"\ud83e":4}"#)
    // Also where names are looked up in a table.
    let many = (0..<40).map { "\"n\($0)\":0" }.joined(separator: ",")
    let large = try JSONReader.read(JSONValue.self, from: guarded(#"{"\ud83d":1,\#(many),"\uD83d":2}"#))
    expect(large.object?.count, equals: 41)
  }

  @Test func anUnknownFieldWithoutTextIsWrittenBackAsItCame() throws {
    let text = #"{"name":"x","a":"\ud83d","b":{"\udead":["\uDBFF",{"c":"\ud800"}]},"d":1.50}"#
    let open = try JSONReader.read(Open.self, from: guarded(text))
    expect(JSONWriter.text(of: open), equals: text)
    expect(open.unknown["b"]?["c"], equals: nil)
  }

  @Test func aPathShowsANameAsItIsWritten() {
    let cases: [(text: String, path: String)] = [
      (#"{"objects":[{"a\ud83d":"#, #"$.objects[0]["a\\ud83d"]"#), (#"{"\"\ud83d\"":"#, #"$["\\\"\\ud83d\\\""]"#),
      (#"{"ab\"#, #"$["ab\\"]"#), (#"{"ab\ud8"#, #"$["ab\\ud8"]"#), (#"{"ab"#, "$.ab"), (#"{"":"#, #"$[""]"#),
    ]
    for (text, path) in cases {
      expect("\(JSONPath(offset: text.utf8.count, in: SharedBytes(text)))", equals: path, "\(text)")
    }
  }

  @Test func aByteOrderMarkIsPassedOverAtTheBeginningOnly() throws {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = mark + Array("\n {\"name\":7}".utf8)
    let problem = error { () throws(JSONError) in _ = try JSONReader.read(NameOnly.self, from: guarded(text)) }
    expect(problem?.offset, equals: text.count - 2)
    expect("\(JSONPosition(offset: 12, in: SharedBytes(text)))", equals: "2:9")
    expect("\(JSONPosition(offset: 3, in: SharedBytes(mark + [0x31])))", equals: "1:1")
    expect("\(JSONPosition(offset: 1, in: SharedBytes(mark + [0x31])))", equals: "1:1")
    try expect(RawJSON(validating: guarded(mark + [0x31])).text, equals: "1")
    try expect(JSONReader.read(String.self, from: guarded("\"\u{FEFF}\"")), equals: "\u{FEFF}")
    for bytes in [mark, mark + mark + [0x31], Array("[".utf8) + mark + Array("1]".utf8), [0xEF, 0xBB, 0x31]] {
      #expect(throws: JSONError.self) { try RawJSON(validating: guarded(bytes)) }
    }
  }
}

private struct NameOnly: JSONDecodable {
  var name = ""
  static let keys = JSONKeys("name")

  init(from reader: inout JSONReader) throws(JSONError) {
    var object = try reader.beginObject(Self.keys)
    while let key = try reader.nextKey(&object) {
      if key == 0 { try reader.read(&name) } else { try reader.skipValue() }
    }
  }
}

private struct Open: JSONCodable {
  var name: String?
  var unknown = JSONFields()
  static let keys = JSONKeys("name")

  init(from reader: inout JSONReader) throws(JSONError) {
    var object = try reader.beginObject(Self.keys)
    while let key = try reader.nextKey(&object) {
      if key == 0 { try reader.read(&name) } else { try unknown.readUnknown(of: object, from: &reader) }
    }
  }

  func encode(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("name", name)
    writer.members(unknown)
    writer.endObject()
  }
}

private struct Stamp: JSONDecodable {
  init(from reader: inout JSONReader) throws(JSONError) {
    self = try reader.readStringBytes({ _ in nil as Stamp? }, else: "a stamp")
  }
}
