import Expect
import Foundation
import Testing
import TributaryJSON

/// Compared with Foundation on documents that both must understand alike.
///
/// `TRIBUTARY_DOCUMENTS=1000000 swift test --filter Differential` compares a million of them.
@Suite struct DifferentialTests {
  private static let documents =
    ProcessInfo.processInfo.environment["TRIBUTARY_DOCUMENTS"].flatMap { UInt64($0) } ?? 2000

  /// The parts run beside each other. What a part reads is told by the number of its seed.
  @Test(arguments: 0..<UInt64(4))
  func randomDocumentsMeanTheSame(part: UInt64) throws {
    for seed in stride(from: part, to: Self.documents, by: 4) { try compare(seed: seed) }
  }

  private func compare(seed: UInt64) throws {
    try withoutPooledObjects {
      var random = RandomJSON(seed: seed)
      let text = random.document()
      let ours = try JSONReader.read(JSONValue.self, from: guarded(text))
      let theirs = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
      expect(same(ours, theirs), equals: true, "seed \(seed)")
      // What we write, Foundation reads as the same.
      let written = JSONWriter.bytes(of: ours)
      let reread = try JSONSerialization.jsonObject(with: Data(written.array), options: .fragmentsAllowed)
      expect(same(ours, reread), equals: true, "seed \(seed)")
      try expect(JSONReader.read(JSONValue.self, from: written), equals: ours)
      expect(strip(try JSONNode.parse(guarded(text))), equals: ours)
    }
  }

  /// Frees what Foundation makes of a document before the next one, where that is left to a pool.
  private func withoutPooledObjects(_ body: () throws -> Void) rethrows {
    #if canImport(Darwin)
    try autoreleasepool(invoking: body)
    #else
    try body()
    #endif
  }

  private func same(_ ours: JSONValue, _ theirs: Any) -> Bool {
    switch ours {
    case .null: return theirs is NSNull
    case .bool(let value): return (theirs as? NSNumber)?.boolValue == value
    case .number(let value): return (theirs as? NSNumber)?.doubleValue == value.double
    case .string(let value): return (theirs as? String).map { Array($0.unicodeScalars) } == Array(value.unicodeScalars)
    case .malformedString: return false
    case .array(let values):
      guard let others = theirs as? [Any], others.count == values.count else { return false }
      return zip(values, others).allSatisfy { same($0, $1) }
    case .object(let fields):
      guard let others = theirs as? [String: Any], others.count == fields.count else { return false }
      return fields.allSatisfy { member in others[member.key].map { same(member.value, $0) } ?? false }
    }
  }

  private func strip(_ node: JSONNode) -> JSONValue {
    switch node.kind {
    case .null: .null
    case .bool(let value): .bool(value)
    case .number(let value): .number(value)
    case .string(let value): .string(value)
    case .array(let elements): .array(elements.map(strip))
    case .object(let members): .object(JSONFields(members.map { (key: $0.key, value: strip($0.value)) }))
    }
  }

  @Test func modelsDecodeToTheSameValues() throws {
    let data = Data(Lead.page.utf8)
    let ours = try JSONReader.read([Lead].self, from: guarded(Lead.page))
    try expect(JSONDecoder().decode([Lead].self, from: data), equals: ours)
    expect(ours.count, equals: 2)
    expect(ours[1].id, equals: .min)
    expect(ours[1].ownerID, equals: 100)
    // And ours can be read by the other after writing, in both directions.
    let written = JSONWriter.bytes(of: ours)
    try expect(JSONDecoder().decode([Lead].self, from: Data(written.array)), equals: ours)
    try expect(JSONReader.read([Lead].self, from: SharedBytes(Array(try JSONEncoder().encode(ours)))), equals: ours)
  }

  @Test func randomModelsDecodeToTheSameValues() throws {
    var random = RandomJSON(seed: 77)
    for round in 0..<400 {
      var members = [
        #""id":\#(round)"#, #""owner_id":\#(round * 1000)"#, #""name":\#(random.string())"#,
        #""organization_name":\#(random.string())"#, #""score":0.\#(round)"#, #""hot":\#(round % 2 == 0)"#,
        #""tags":[\#(random.string()),\#(random.string())]"#, #""address":{"city":\#(random.string()),"country":null}"#,
        #""counts":{"a":1,"b":\#(round)}"#, #""zzz":\#(random.string())"#,
      ]
      members.shuffle(using: &random.generator)
      let text = "{" + members.joined(separator: round % 2 == 0 ? "," : " ,\n  ") + "}"
      let ours = try JSONReader.read(Lead.self, from: guarded(text))
      try expect(JSONDecoder().decode(Lead.self, from: Data(text.utf8)), equals: ours, "\(text)")
      try expect(JSONReader.read(Lead.self, from: JSONWriter.bytes(of: ours)), equals: ours)
    }
  }
}
