import Expect
import Foundation
import Testing
@_spi(Generated) import Tributary
@_spi(Generated) import TributaryJSON

/// A model as the generator writes one.
private struct Parcel: JSONModel, Identifiable {
  typealias ID = Identifier<Parcel, Int>

  var id: ID
  var weight: Decimal?
  var state: ParcelState?

  init(id: ID, weight: Decimal? = nil, state: ParcelState? = nil) {
    self.id = id
    self.weight = weight
    self.state = state
  }

  static let keys = JSONKeys("id", "weight", "state")

  init(from reader: inout JSONReader) throws(JSONError) {
    var id: ID?
    var object = try reader.beginObject(Self.keys)
    while let key = try reader.nextKey(&object) {
      switch key {
      case 0: id = try ID(from: &reader)
      case 1: try reader.read(&weight)
      case 2: try reader.read(&state)
      default: try reader.skipValue()
      }
    }
    self.id = try object.require(id, 0)
  }

  func encode(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("id", id)
    writer.field("weight", weight)
    writer.field("state", state)
    writer.endObject()
  }
}

private enum ParcelState: OpenEnum {
  case sent
  case other(String)

  init(rawValue: String) {
    switch rawValue {
    case "sent": self = .sent
    default: self = .other(rawValue)
    }
  }

  var rawValue: String {
    switch self {
    case .sent: "sent"
    case .other(let value): value
    }
  }
}

@Suite("Models")
struct ModelTests {
  @Test("Foundation's coders and our coding give the same value and the same JSON")
  func codableBridge() throws {
    let text = #"{"id":9007199254740993,"weight":123456789012345678901234567890.12345678,"state":"sent"}"#
    let parcel = try JSONDecoder().decode(Parcel.self, from: Data(text.utf8))
    expect(parcel, equals: (try Parcel(json: text)))
    expect(parcel.id, equals: 9_007_199_254_740_993)
    expect(parcel.weight, equals: Decimal(string: "123456789012345678901234567890.12345678"))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let written = String(decoding: try encoder.encode(parcel), as: UTF8.self)
    expect(written, equals: #"{"id":9007199254740993,"state":"sent","weight":123456789012345678901234567890.12345678}"#)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Parcel.self, from: Data(#"{"weight":1}"#.utf8)) }
  }

  @Test("A number with more digits than a decimal holds is an error, not another number")
  func decimalsAreExactOrRefused() throws {
    let long = "0." + String(repeating: "1", count: 60)
    #expect(throws: JSONError.self) { try Parcel(json: #"{"id":1,"weight":\#(long)}"#) }
    #expect(throws: JSONError.self) { try Parcel(json: #"{"id":1,"weight":1e999999999}"#) }
    #expect(throws: JSONError.self) { try Parcel(json: #"{"id":1,"weight":1e-999999999}"#) }
    try expect(Parcel(json: #"{"id":1,"weight":1e20}"#).weight, equals: Decimal(string: "100000000000000000000"))
    try expect(Parcel(json: #"{"id":1,"weight":0.1}"#).jsonText, equals: #"{"id":1,"weight":0.1}"#)
    try expect(Parcel(json: #"{"id":1,"weight":-0.000}"#).weight, equals: 0)
  }

  @Test("An enumeration keeps what it does not know, and equality is by the wire")
  func openEnum() throws {
    let parcel = try Parcel(json: #"{"id":1,"state":"lost"}"#)
    expect(parcel.state, equals: .other("lost"))
    expect(parcel.jsonText, equals: #"{"id":1,"state":"lost"}"#)
    let text = try JSONDecoder().decode([String: Parcel].self, from: Data(#"{"a":{"id":1,"weight":1.10,"x":[]}}"#.utf8))
    expect(text["a"]?.weight, equals: Decimal(string: "1.1"))
    expect(ParcelState.other("sent"), equals: .sent)
    expect(Set([ParcelState.other("sent"), .sent]).count, equals: 1)
    let decoded = try JSONDecoder().decode([ParcelState].self, from: Data(#"["sent","lost"]"#.utf8))
    expect(decoded, equals: [.sent, .other("lost")])
    expect(String(decoding: try JSONEncoder().encode(decoded), as: UTF8.self), equals: #"["sent","lost"]"#)
  }

  @Test("An element that does not decode costs only itself, and goes back into its place")
  func records() throws {
    let text = #"[{"id":1},{"id":null},"x",{"id":4},[]]"#
    let records = try Records<Parcel>(json: text)
    expect(records.map(\.id), equals: [1, 4])
    expect(records.undecodable.map(\.index), equals: [1, 2, 4])
    expect(records.undecodable.map(\.payload.text), equals: [#"{"id":null}"#, #""x""#, "[]"])
    expect(records.jsonText, equals: text)
    #expect(throws: JSONError.self) { try Records<Parcel>(json: #"[{"id":1},{"id":]"#) }
    #expect(throws: JSONError.self) { try Records<Parcel>(json: "{}") }
  }

  @Test("Values of Foundation keep their text")
  func foundationValues() throws {
    let uuid = try JSONReader.read(UUID.self, from: SharedBytes(#""6D9E4A3C-0000-4000-8000-00000000ABCD""#))
    expect(JSONWriter.text(of: uuid), equals: #""6d9e4a3c-0000-4000-8000-00000000abcd""#)
    let url = try JSONReader.read(URL.self, from: SharedBytes(#""https://example.com/a?b=c%2Fd""#))
    expect(JSONWriter.text(of: url), equals: #""https://example.com/a?b=c%2Fd""#)
    #expect(throws: JSONError.self) { try JSONReader.read(UUID.self, from: SharedBytes(#""6d9e""#)) }
  }
}
