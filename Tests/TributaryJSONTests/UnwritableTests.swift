import Expect
import Testing
@_spi(Generated) import TributaryJSON

/// What JSON cannot hold is reported with its path and never becomes null.
@Suite struct UnwritableTests {
  @Test func aNumberThatIsNotFiniteIsReportedWithItsPath() throws {
    for value in [Double.nan, .infinity, -.infinity, .signalingNaN] {
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("id", 1)
      writer.field("lines", [[0.5, value], [value]])
      writer.endObject()
      expect(writer.error?.path.description, equals: "$.lines[0][1]")
      expect(writer.error?.problem, equals: "is \(value), and JSON has only finite numbers")
      let text = writer.finish().text
      #expect(!text.contains("null"))
      #expect((try? RawJSON(text)) == nil)
    }
  }

  @Test func everyWayToWriteANumberReports() {
    let ways: [(String, (inout JSONWriter) -> Void)] = [
      ("$", { $0.double(.nan) }), ("$", { Double.infinity.encode(into: &$0) }), ("$", { Float.nan.encode(into: &$0) }),
      ("$", { (Float.infinity as Float?).encode(into: &$0) }), ("$.a", { $0.inObject { $0.field("a", Double.nan) } }),
      ("$.a", { $0.inObject { $0.field("a", Double.nan, as: .string) } }),
      ("$.a", { $0.inObject { $0.field("a", Double?(.nan), as: .string) } }),
      ("$.b", { $0.inObject { $0.fields("a", 1, "b", Double.nan) } }),
      (#"$["a b"].c[1]"#, { $0.inObject { $0.field(named: "a b", ["c": [1, Double.nan]]) } }),
      ("$[2]", { [1, 2, Double.nan, -.infinity].encode(into: &$0) }),
      (
        "$.x",
        {
          $0.inObject {
            $0.name("x"); $0.refuse("is a circle")
          }
        }
      ),
    ]
    for (path, write) in ways {
      var writer = JSONWriter()
      write(&writer)
      expect(writer.error?.path.description, equals: path)
      #expect(!writer.finish().text.contains("null"))
    }
  }

  @Test func checkedBytesThrowAndOthersAreUnchanged() throws {
    #expect(
      throws: JSONWriteError(path: JSONPath(steps: [.index(1)]), problem: "is nan, and JSON has only finite numbers")
    ) {
      try JSONWriter.checkedBytes(of: [1, Double.nan])
    }
    try expect(JSONWriter.checkedBytes(of: [1, 2.5]).text, equals: "[1,2.5]")
    try expect(
      JSONReader.read([Float].self, from: JSONWriter.checkedBytes(of: [Float(0.1), 1, -0.0, 3e38])),
      equals: [0.1, 1, 0, 3e38])
    expect(JSONWriter.text(of: Float(0.1)), equals: "0.1")
    #expect(error { () throws(JSONError) in _ = try JSONReader.read(Float.self, from: SharedBytes("1e39")) } != nil)
    // A literal that no double holds does not become null either.
    expect(JSONValue(floatLiteral: .infinity).description, equals: "1e999")
    expect(JSONValue(floatLiteral: -.infinity).description, equals: "-1e999")
  }
}

extension JSONWriter {
  fileprivate mutating func inObject(_ body: (inout JSONWriter) -> Void) {
    beginObject()
    body(&self)
    endObject()
  }
}
