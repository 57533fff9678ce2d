import Expect
import Testing
@_spi(Generated) import TributaryJSON

@Suite struct ValueTests {
  @Test func valuesAreReachedByNameAndIndex() throws {
    let value = try RawJSON(#"{"a":[1,{"b":"x"},true,null,2.5],"c":{}}"#).value()
    expect(value["a"]?[0]?.int, equals: 1)
    expect(value["a"]?[1]?["b"]?.string, equals: "x")
    expect(value["a"]?[2]?.bool, equals: true)
    expect(value["a"]?[3]?.isNull, equals: true)
    expect(value["a"]?[4]?.double, equals: 2.5)
    #expect(value["a"]?[5] == nil)
    #expect(value["a"]?[-1] == nil)
    #expect(value["x"] == nil)
    expect(value["c"]?.object?.isEmpty, equals: true)
    expect(value["a"]?.array?.count, equals: 5)
    #expect(value[0] == nil)
    #expect(value["a"]?["b"] == nil)
    expect(value, equals: ["a": [1, ["b": "x"], true, .null, 2.5], "c": [:]])
    expect("\(value)", equals: #"{"a":[1,{"b":"x"},true,null,2.5],"c":{}}"#)
  }

  @Test func orderIsKeptAndDoesNotCount() throws {
    let text = #"{"z":1,"a":2,"m":3}"#
    let value = try RawJSON(text).value()
    expect(value.object?.names, equals: ["z", "a", "m"])
    expect(JSONWriter.text(of: value), equals: text)
    let other: JSONValue = ["a": 2, "m": 3.0, "z": 1]
    expect(value, equals: other)
    expect(value.hashValue, equals: other.hashValue)
    #expect(value != ["a": 2, "m": 3])
    #expect(value != ["a": 2, "m": 3, "z": 2])
  }

  @Test func theLastOfEqualNamesWins() throws {
    expect(JSONWriter.text(of: try RawJSON(#"{"a":1,"b":2,"a":3}"#).value()), equals: #"{"a":3,"b":2}"#)
    try expect(
      JSONReader.read([String: Int].self, from: SharedBytes(#"{"a":1,"b":2,"a":3}"#)), equals: ["a": 3, "b": 2])
    let node = try JSONNode.parse(SharedBytes(#"{"a":1,"b":2,"a":3}"#))
    guard case .object(let members) = node.kind else {
      Issue.record("not an object")
      return
    }
    expect(members.map(\.key), equals: ["a", "b", "a"])
    expect(members.map(\.keyOffset), equals: [1, 7, 13])
    expect(members.map(\.value.offset), equals: [5, 11, 17])
    expect(node.offset, equals: 0)
  }

  @Test func namesAreComparedByTheirBytes() {
    var fields: JSONFields = ["\u{E5}": 1, "a\u{30A}": 2]
    expect(fields.count, equals: 2)
    expect(fields["\u{E5}"], equals: 1)
    expect(fields["a\u{30A}"], equals: 2)
    fields["\u{E5}"] = nil
    expect(fields.names.map { Array($0.unicodeScalars).count }, equals: [2])
  }

  @Test func manyMembersBehaveAsFewDo() {
    var generator = SeededGenerator(seed: 8)
    var fields = JSONFields()
    var model: [String: Int] = [:]
    var order: [String] = []
    for step in 0..<4000 {
      let name = "n\(Int.random(in: 0..<60, using: &generator))"
      if Int.random(in: 0..<4, using: &generator) == 0 {
        fields[name] = nil
        model[name] = nil
        order.removeAll { $0 == name }
      } else {
        fields[name] = .number(JSONNumber(step))
        if model.updateValue(step, forKey: name) == nil { order.append(name) }
      }
      if step % 50 == 0 {
        expect(fields.names, equals: order)
        #expect(fields.allSatisfy { model[$0.key] == $0.value.int })
      }
    }
    expect(JSONFields(fields.reversed()), equals: fields)
  }

  @Test(.timeLimit(.minutes(1))) func aHundredThousandMembersAreReadInTime() throws {
    // Looking through all members for each one would take ten billion steps.
    let text = "{" + (0..<100_000).map { "\"member \($0)\":\($0)" }.joined(separator: ",") + "}"
    let value = try JSONReader.read(JSONValue.self, from: SharedBytes(text))
    expect(value.object?.count, equals: 100_000)
    expect(value["member 99999"], equals: 99_999)
  }

  @Test func optionalsReadNullAsNil() throws {
    try expect(JSONReader.read([Int?].self, from: guarded("[1,null]")), equals: [1, nil])
    #expect(try JSONReader.read(Int?.self, from: guarded("null")) == nil)
    let text = "[null,null,null,null,null]"
    try JSONReader.withReader(over: guarded(text)) { (reader) throws(JSONError) in
      var (string, array, map) = ("old" as String?, [1] as [Int]?, ["a": 1] as [String: Int]?)
      var (number, fraction) = (1 as Int?, 1.5 as Double?)
      var calls = 0
      try reader.forEachElement { (reader) throws(JSONError) in
        calls += 1
        switch calls {
        case 1: try reader.read(&string)
        case 2: try reader.read(&array)
        case 3: try reader.read(&map)
        case 4: try reader.read(&number, as: .string)
        default: try reader.read(&fraction, as: .string)
        }
        return true
      }
      expect(calls, equals: 5)
      #expect(string == nil && array == nil && map == nil && number == nil && fraction == nil)
    }
  }

  @Test func whatCannotBeReadLeavesThePlaceAsItWas() throws {
    func expectKept<Value: JSONDecodable & Equatable>(_ old: Value, on text: String) {
      var value = old
      let problem = error { () throws(JSONError) in
        try JSONReader.withReader(over: guarded(text)) { (reader) throws(JSONError) in try reader.read(&value) }
      }
      #expect(problem != nil)
      #expect(value == old)
    }
    expectKept(7, on: "null")
    expectKept(7, on: "\"7\"")
    expectKept("old", on: "null")
    expectKept([1, 2], on: "[1,{}]")
    var text: String? = "old"
    let problem = error { () throws(JSONError) in
      try JSONReader.withReader(over: guarded("\"new\\q\"")) { (reader) throws(JSONError) in try reader.read(&text) }
    }
    #expect(problem != nil)
    expect(text, equals: "old")
  }

  @Test func numbersAsTextAreReadInBothForms() throws {
    func number<Value: WireCodable>(_ empty: Value, _ text: String) throws(JSONError) -> Value {
      try JSONReader.withReader(over: guarded(text)) { (reader) throws(JSONError) in
        var value = empty
        try reader.read(&value, as: .string)
        return value
      }
    }
    try expect(number(0, "7"), equals: 7)
    try expect(number(0, "\"7\""), equals: 7)
    try expect(number(0.0, "\"7.5\""), equals: 7.5)
    try expect(number(nil as Int?, "\"7\""), equals: 7)
    try expect(number(nil as JSONNumber?, "\"7.50\"")?.text, equals: "7.50")
  }

  @Test func stringBytesComeWithoutEscapes() throws {
    func bytes(_ text: String) throws(JSONError) -> [UInt8] {
      try JSONReader.withReader(over: guarded(text)) { (reader) throws(JSONError) in
        try reader.readStringBytes({ $0.isEmpty ? nil : Array($0) }, else: "a word")
      }
    }
    try expect(bytes(#""plain""#), equals: Array("plain".utf8))
    try expect(bytes(#" "\u00e5\n\ud83d\ude00\/""#), equals: Array("å\n😀/".utf8))
    #expect(
      error { () throws(JSONError) in _ = try bytes(#"  """#) }
        == JSONError(offset: 2, .expected("a word", found: "the string \"\"")))
    let long = String(repeating: "x", count: 100)
    let problem = error { () throws(JSONError) in
      try JSONReader.withReader(over: guarded("\"\(long)\"")) { (reader) throws(JSONError) in
        _ = try reader.readStringBytes({ _ in Int?.none }, else: "a word")
      }
    }
    expect(problem?.reason, equals: .expected("a word", found: "the string \"\(long.prefix(32))…\""))
  }

  @Test func kindsAreToldWithoutReading() throws {
    let kinds = try JSONReader.withReader(over: guarded(#"[null, true, -1, "x", [], {}]"#)) {
      (reader) throws(JSONError) in
      var kinds: [JSONKind] = []
      try reader.forEachElement { (reader) throws(JSONError) in
        kinds.append(try reader.nextKind())
        try reader.skipValue()
        return true
      }
      return kinds
    }
    expect(kinds, equals: [.null, .bool, .number, .string, .array, .object])
  }
}
