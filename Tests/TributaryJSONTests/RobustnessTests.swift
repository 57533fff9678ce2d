import Expect
import Testing
import TributaryJSON

/// Whatever the bytes are, the answer is a value or an error; memory behind them is never touched.
@Suite struct RobustnessTests {
  private static let samples = [
    Lead.page,
    #"{"id":-12.5e+3,"name":"\u00e5\ud83d\ude00\n","a":[true,false,null,{},[]],"b":{"long name of a member":"漢字 and text"}}"#,
    #"[{"a":1,"b":"two","id":3,"name":[4]},{"name":"x","id":0.1,"b":1e5,"a":"\\\""}]"#,
  ]

  @Test func everyTruncationIsAnErrorAtItsEnd() {
    for sample in Self.samples {
      let bytes = Array(sample.utf8)
      for length in 0..<bytes.count {
        for (entry, error) in verdicts(on: guarded(bytes.prefix(length))) {
          #expect(error != nil, "\(entry) after \(length) bytes")
          if let error { #expect(error.offset <= length) }
        }
      }
      #expect((try? JSONReader.read([Lead].self, from: guarded(bytes.dropLast()))) == nil)
    }
    let page = Array(Lead.page.utf8)
    for length in 0..<page.count {
      #expect((try? JSONReader.read([Lead].self, from: guarded(page.prefix(length)))) == nil)
    }
  }

  /// Whether all say the same, but for those that want text and say that a string is none.
  private func agree(_ verdicts: [(entry: String, error: JSONError?)]) -> Bool {
    let isAccepted = verdicts.contains { $0.error == nil }
    return verdicts.allSatisfy { entry, error in
      let isNoText = error?.reason == .loneSurrogate || error?.reason == .invalidUTF8
      return (error == nil) == isAccepted || (isAccepted && isNoText && waysThatWantText.contains(entry))
    }
  }

  @Test func randomMutationsNeverTrapAndAllEntriesAgree() {
    var generator = SeededGenerator(seed: 2024)
    let spice: [UInt8] =
      Array(#"{}[]",:\/0123456789eE+-.truefalsnu "#.utf8) + [0x00, 0x1F, 0x7F, 0x80, 0xC3, 0xE2, 0xED, 0xF0, 0xFF]
    for round in 0..<3000 {
      var bytes = Array(Self.samples[round % Self.samples.count].utf8)
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let byte =
          Bool.random(using: &generator)
          ? spice[Int.random(in: 0..<spice.count, using: &generator)] : .random(in: 0...255, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = byte
        case 1: bytes.insert(byte, at: place)
        default: bytes.remove(at: place)
        }
      }
      let mutated = guarded(bytes)
      // Positions differ where values of other kinds are expected; that there is an error does not.
      let errors = verdicts(on: mutated)
      expect(agree(errors), equals: true, "\(mutated.text)")
      _ = try? JSONReader.read([Lead].self, from: mutated)
      for case (_, let error?) in errors {
        _ = JSONPosition(offset: error.offset, in: mutated)
        _ = JSONPath(offset: error.offset, in: mutated).description
      }
    }
  }

  @Test func randomBytesNeverTrap() {
    var generator = SeededGenerator(seed: 99)
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      let noise = guarded(bytes)
      expect(agree(verdicts(on: noise)), equals: true)
      for offset in -2..<bytes.count + 3 {
        _ = JSONPosition(offset: offset, in: noise)
        _ = JSONPath(offset: offset, in: noise)
      }
    }
  }

  @Test func everyReadingCallRefusesTheWrongKind() {
    let kinds: [(text: String, name: String)] = [
      ("null", "null"), ("true", "a boolean"), ("1", "a number"), ("\"x\"", "a string"), ("[]", "an array"),
      ("{}", "an object"),
    ]
    let calls: [(name: String, wanted: String, read: (inout JSONReader) throws(JSONError) -> Void)] = [
      ("a boolean", "a boolean", { (reader) throws(JSONError) in _ = try reader.readBool() }),
      ("a number", "an integer", { (reader) throws(JSONError) in _ = try reader.readInt() }),
      ("a number", "a number", { (reader) throws(JSONError) in _ = try reader.readDouble() }),
      ("a number", "a number", { (reader) throws(JSONError) in _ = try reader.readNumber() }),
      ("a string", "a string", { (reader) throws(JSONError) in _ = try reader.readString() }),
      ("an array", "an array", { (reader) throws(JSONError) in _ = try reader.readArray(of: Int.self) }),
      ("an object", "an object", { (reader) throws(JSONError) in _ = try reader.readMap(of: Int.self) }),
      ("an object", "an object", { (reader) throws(JSONError) in _ = try reader.readFields() }),
      ("an object", "an object", { (reader) throws(JSONError) in _ = try Address(from: &reader) }),
      (
        "a string", "a word",
        { (reader) throws(JSONError) in _ = try reader.readStringBytes({ $0.count }, else: "a word") }
      ),
    ]
    for call in calls {
      for kind in kinds {
        let problem = error { () throws(JSONError) in
          try JSONReader.withReader(over: guarded("  " + kind.text)) { (reader) throws(JSONError) in
            try call.read(&reader)
          }
        }
        // An empty array stands for an empty map.
        if call.wanted == "an object", kind.text == "[]", problem == nil { continue }
        let expected = kind.name == call.name ? nil : JSONError(offset: 2, .expected(call.wanted, found: kind.name))
        expect(problem, equals: expected)
      }
    }
  }
}
