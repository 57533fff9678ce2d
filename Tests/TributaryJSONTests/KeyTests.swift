import Expect
import Testing
@_spi(Generated) import TributaryJSON

@Suite struct KeyTests {
  private static let names = [
    "id", "name", "organization_name", "a", "", "åäö", "\"", "back\\slash", "abcdef", "abcdefg",
  ]
  private static let keys = JSONKeys(names, aliases: ["identifier": 0, "also a name": 1, "beyond": 99])

  /// The indices and values of an object's members, as generated code sees them.
  private struct Members: JSONDecodable {
    var found: [Int] = []
    var unknown: [String] = []
    var values: [Int] = []

    init(from reader: inout JSONReader) throws(JSONError) {
      var object = try reader.beginObject(KeyTests.keys)
      while let key = try reader.nextKey(&object) {
        found.append(key)
        if key < 0 { unknown.append(reader.unknownKey(of: object)) }
        values.append(try reader.readInt())
      }
    }
  }

  private func members(_ text: String) throws(JSONError) -> Members {
    try JSONReader.read(Members.self, from: guarded(text))
  }

  private func object(_ names: [String], spaced: Bool) -> String {
    let space = spaced ? " \n         " : ""
    let members = names.enumerated().map { index, name in
      "\(space)\(JSONWriter.text(of: name))\(space):\(space)\(index)\(space)"
    }
    return "{\(members.joined(separator: ","))\(space)}"
  }

  @Test func everyOrderAndSelectionIsFound() throws {
    var generator = SeededGenerator(seed: 3)
    for round in 0..<3000 {
      let picked = Self.names.shuffled(using: &generator).prefix(
        Int.random(in: 0...Self.names.count, using: &generator))
      let ordered = round % 2 == 0 ? Array(picked) : picked.sorted { index($0) < index($1) }
      let read = try members(object(ordered, spaced: round % 3 == 0))
      expect(read.found, equals: ordered.map(index), "\(ordered)")
      expect(read.values, equals: Array(0..<ordered.count))
      expect(read.unknown, equals: [])
    }
  }

  private func index(_ name: String) -> Int { Self.names.firstIndex(of: name) ?? -1 }

  @Test func anOrderIsLearnedAndForgotten() throws {
    // Objects of one text in the same foreign order, then in others: what was learned is only a guess.
    let orders = [
      ["name", "id", "a"], ["name", "id", "a"], ["a", "x", "id"], ["id"], ["name", "a"], ["id", "name", "a"],
    ]
    let text = "[" + (0..<50).flatMap { _ in orders.map { object($0, spaced: false) } }.joined(separator: ",") + "]"
    let read = try JSONReader.read([Members].self, from: guarded(text))
    for (place, members) in read.enumerated() {
      expect(members.found, equals: orders[place % orders.count].map { $0 == "x" ? -1 : index($0) })
    }
  }

  @Test func ordersOfManyTablesDoNotMix() throws {
    // More names than a reader remembers, all of one length and in the reverse order.
    let tables = (0..<60).map { table in JSONKeys((0..<12).map { "t\(table % 10)_\($0 * 7 % 10)_\($0)" }) }
    let objects = tables.map { table in "{\(table.names.reversed().map { "\"\($0)\":0" }.joined(separator: ","))}" }
    let text = "[" + (objects + objects).joined(separator: ",") + "]"
    try JSONReader.withReader(over: guarded(text)) { (reader) throws(JSONError) in
      var place = 0
      try reader.forEachElement { (reader) throws(JSONError) in
        var object = try reader.beginObject(tables[place % tables.count])
        var found: [Int] = []
        while let key = try reader.nextKey(&object) {
          found.append(key)
          try reader.skipValue()
        }
        expect(found, equals: (0..<12).reversed())
        place += 1
        return true
      }
    }
  }

  @Test func unknownNamesAreTold() throws {
    let read = try members(#"{"id":1,"ID":2,"name ":3,"nam":4,"name":5,"i\u0064x":6,"identifie":7,"beyond":8,"漢字":9}"#)
    expect(read.found, equals: [0, -1, -1, -1, 1, -1, -1, -1, -1])
    expect(read.unknown, equals: ["ID", "name ", "nam", "idx", "identifie", "beyond", "漢字"])
  }

  @Test func aliasesStandForTheirName() throws {
    try expect(members(#"{"identifier":1,"name":2}"#).found, equals: [0, 1])
    try expect(members(#"{"also a name":1,"organization_name":2}"#).found, equals: [1, 2])
    expect(Self.keys.names, equals: Self.names)
  }

  @Test func escapesDoNotMatter() throws {
    try expect(members(#"{"\u0069d":1,"n\u0061me":2,"\u0061":3}"#).found, equals: [0, 1, 3])
    try expect(
      members(#"{"\u00e5\u00E4ö":1,"\"":2,"\u0022":3,"back\\slash":4,"back\u005cslash":5}"#).found,
      equals: [
        5, 6, 6, 7, 7,
      ])
  }

  @Test func anEmptyNameIsAName() throws {
    try expect(members(#"{"":1}"#).found, equals: [4])
    try expect(members(#"{"":1,"":2}"#).found, equals: [4, 4])
    try expect(members("{}").found, equals: [])
  }

  @Test func namesThatDifferInUnicodeFormDiffer() throws {
    // U+0061 U+030A looks like U+00E5, and JSON compares code by code.
    try expect(members("{\"a\u{30A}äö\":1}").found, equals: [-1])
  }

  @Test func theLastOfEqualNamesWins() throws {
    let address = try JSONReader.read(
      Address.self, from: guarded(#"{"city":"a","country":"b","city":"c","c\u0069ty":"d"}"#))
    expect(address.city, equals: "d")
    expect(address.country, equals: "b")
    let cleared = try JSONReader.read(Address.self, from: guarded(#"{"city":"a","city":null}"#))
    #expect(cleared.city == nil)
  }

  @Test func wideTablesAreSearchedWhole() throws {
    let names = (0..<700).map { "field_number_\($0 % 7)_\($0)" }
    let keys = JSONKeys(names)
    let text = "{" + names.reversed().map { "\"\($0)\":0" }.joined(separator: ",") + "}"
    let found = try JSONReader.withReader(over: guarded(text)) { (reader) throws(JSONError) -> [Int?] in
      var found: [Int?] = []
      var object = try reader.beginObject(keys)
      while let key = try reader.nextKey(&object) {
        found.append(key)
        try reader.skipValue()
      }
      return found
    }
    expect(found, equals: (0..<700).reversed())
  }

  @Test func aTableWithoutNamesKnowsNone() throws {
    let names = try JSONReader.withReader(over: guarded(#"{"a":1,"b":2}"#)) { (reader) throws(JSONError) -> [String] in
      var names: [String] = []
      var object = try reader.beginObject(JSONKeys())
      expect(reader.unknownKey(of: object), equals: "")
      while try reader.nextKey(&object) != nil {
        names.append(reader.unknownKey(of: object))
        try reader.skipValue()
      }
      return names
    }
    expect(names, equals: ["a", "b"])
  }

  @Test func aFieldFarBehindIsNotTakenForAnEarlyOne() {
    let keys = JSONKeys((0..<70).map { "field \($0)" })
    for index in [64, 65, 69] {
      // The first is looked up, the second expected after it.
      let text = "{\"field \(index - 1)\":1,\"field \(index)\":1,\"field 3\":1}"
      let problem = error { () throws(JSONError) in
        try JSONReader.withReader(over: guarded(text)) { (reader) throws(JSONError) in
          var object = try reader.beginObject(keys)
          while try reader.nextKey(&object) != nil { try reader.skipValue() }
          try object.require(3)
          try object.require(3, index - 64)
        }
      }
      expect(problem, equals: JSONError(offset: 0, .missingField("field \(index - 64)")))
    }
  }

  @Test func missingFieldsAreNamedAtTheirObject() {
    let text = #"[{"id":1,"owner_id":2,"name":"x","tags":[]}, {"id":1,"name":"x","tags":[]}]"#
    let problem = error { () throws(JSONError) in _ = try JSONReader.read([Lead].self, from: guarded(text)) }
    expect(problem, equals: JSONError(offset: 45, .missingField("owner_id")))
  }
}
