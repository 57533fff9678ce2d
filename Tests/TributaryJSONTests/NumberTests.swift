import Expect
import Foundation
import Testing
@_spi(Generated) import TributaryJSON

@Suite struct NumberTests {
  private func int(_ text: String) throws(JSONError) -> Int { try JSONReader.read(Int.self, from: guarded(text)) }
  private func double(_ text: String) throws(JSONError) -> Double {
    try JSONReader.read(Double.self, from: guarded(text))
  }

  @Test func integersAreExactHoweverTheyAreWritten() throws {
    let cases: [(String, Int)] = [
      ("0", 0), ("-0", 0), ("-0.0", 0), ("0e999999999", 0), ("-0E-999999999", 0), ("0.000", 0), ("1", 1), ("-1", -1),
      ("1.0", 1), ("1e2", 100), ("1E+2", 100), ("100e-2", 1), ("12300e-2", 123), ("1.5e1", 15), ("0.001e3", 1),
      ("0.0000000000000000000000000000000000000001e40", 1), ("10000000000000000000000000000000000000000e-40", 1),
      ("-2.50e1", -25), ("9223372036854775807", .max), ("-9223372036854775808", .min),
      ("9223372036854775807.000", .max), ("9.223372036854775807e18", .max), ("-9.223372036854775808e18", .min),
      ("-92233720368547758080e-1", .min), ("999999999999999999", 999_999_999_999_999_999),
      ("1000000000000000000", 1_000_000_000_000_000_000), ("0.9223372036854775807e19", .max),
      ("1e18", 1_000_000_000_000_000_000),
    ]
    for (text, value) in cases {
      try expect(int(text), equals: value, "\(text)")
      try expect(JSONReader.read(Int64.self, from: guarded(text)), equals: Int64(value))
      expect(JSONNumber(text: text)?.int, equals: value, "\(text)")
      try expect(JSONReader.read(TextInt.self, from: guarded("\"\(text)\"")).value, equals: value)
      try expect(JSONReader.read(TextInt.self, from: guarded(text)).value, equals: value)
    }
  }

  @Test func whatIsNoIntegerIsRefused() {
    let fraction = JSONError.Reason.expected("an integer", found: "a number with a fraction")
    let range = JSONError.Reason.outOfRange("a 64-bit integer")
    let cases: [(String, JSONError.Reason)] = [
      ("1.5", fraction), ("-0.1", fraction), ("1e-1", fraction), ("15e-1", fraction), ("1e-999999999", fraction),
      ("1e-99999999999999999999999", fraction), ("9223372036854775807.5", fraction),
      ("0.99999999999999999999999", fraction),
      ("9223372036854775808", range), ("-9223372036854775809", range), ("1e19", range), ("-1e19", range),
      ("1e999999999", range),
      ("18446744073709551616", range), ("18446744073709551617", range), ("99999999999999999999", range),
      ("1e99999999999999999999999", range), ("123456789012345678901234567890", range),
    ]
    for (text, reason) in cases {
      expect(error { () throws(JSONError) in _ = try int(text) }, equals: JSONError(offset: 0, reason), "\(text)")
      #expect(JSONNumber(text: text)?.int == nil)
    }
  }

  /// The first element of an array, read as an integer.
  private struct First: JSONDecodable {
    var value: Int?

    init(from reader: inout JSONReader) throws(JSONError) {
      try reader.forEachElement { (reader) throws(JSONError) in
        value = try reader.readInt()
        return false
      }
    }
  }

  @Test func anIntegerIsTheSameWhateverComesAfterIt() {
    let digits = (1...20).map { String("12345678909876543210".prefix($0)) }
    let texts =
      digits + digits.map { "-" + $0 } + digits.map { "0" + $0 } + digits.map { $0 + ".5" } + digits.map { $0 + "e0" }
      + digits.map { $0 + "x" } + digits.map { $0 + "/" } + digits.map { $0 + ":" } + ["0", "-0", "00", "-", "0.0"]
    for text in texts {
      // At the end of the text it is read digit by digit, elsewhere eight digits together.
      let results = ["[\(text)]", "[\(text),\"more than a block of text\"]"].map { text in
        Result { () throws(JSONError) in try JSONReader.read(First.self, from: guarded(text)).value }
      }
      #expect(results[0] == results[1], "\(text)")
      if let value = Int(text), !text.hasPrefix("0") || text == "0" {
        #expect(results[1] == .success(value), "\(text)")
      }
    }
  }

  @Test func doublesAreRoundedCorrectly() throws {
    let texts = [
      "0", "-0", "1", "0.1", "0.2", "0.3", "1e22", "1e23", "9007199254740992", "9007199254740993", "9007199254740995",
      "9007199254740993.0000000000000000000000000000001", "1.7976931348623157e308", "1.7976931348623158e308", "5e-324",
      "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072014e-308", "2.2250738585072011e-308",
      "1e-400",
      "123456789012345678", "0.000001", "1e-22", "1e-23", "8.5e21", "3.14159265358979323846264338327950288",
      "179769313486231580793728971405301e276", "0.0000000000000000000000000000000000000000000000001e49", "1e-999999999",
      "100000000000000016777215", "100000000000000016777216", "2.00000000000000011102230246251565404236316680908203125",
      "2.00000000000000011102230246251565404236316680908203124",
      "2.00000000000000011102230246251565404236316680908203126",
      "0e999999999999999999999", "4503599627370496.5", "4503599627370497.5",
    ]
    for text in texts {
      try expect(double(text).bitPattern, equals: strtod(text, nil).bitPattern, "\(text)")
      expect(JSONNumber(text: text)?.double.bitPattern, equals: strtod(text, nil).bitPattern)
    }
    for text in ["1e309", "-1e309", "1.7976931348623159e308", "1e999999999", "1e99999999999999999999"] {
      expect(
        error { () throws(JSONError) in _ = try double(text) }, equals: JSONError(offset: 0, .outOfRange("a double")),
        "\(text)")
      expect(JSONNumber(text: text)?.double.isInfinite, equals: true)
    }
  }

  @Test func randomDoublesAgreeWithTheCLibrary() throws {
    var random = RandomJSON(seed: 11)
    random.numbersAreModest = false
    for _ in 0..<20_000 {
      let text = random.number()
      let expected = strtod(text, nil)
      guard expected.isFinite else { continue }
      try expect(double(text).bitPattern, equals: expected.bitPattern, "\(text)")
    }
  }

  @Test func doublesSurviveWritingToTheBit() throws {
    var generator = SeededGenerator(seed: 5)
    var values: [Double] = [
      0, -0.0, 1, -1, 0.1, 100, 1e15, 1e16, 1e21, 1e22, 1e300, .leastNonzeroMagnitude, .pi, .greatestFiniteMagnitude,
    ]
    values += [.leastNormalMagnitude, 9_007_199_254_740_991, 9_007_199_254_740_992, -9_007_199_254_740_994, 123.456]
    for _ in 0..<20_000 { values.append(Double(bitPattern: generator.next())) }
    for value in values where value.isFinite {
      let text = JSONWriter.text(of: value)
      #expect(JSONNumber(text: text) != nil, "\(text) is a number")
      try expect(double(text).bitPattern, equals: value.bitPattern, "\(text)")
    }
    expect(JSONWriter.text(of: 1.0), equals: "1")
    expect(JSONWriter.text(of: -0.0), equals: "-0")
    expect(JSONWriter.text(of: 0.1), equals: "0.1")
  }

  @Test func integersSurviveWriting() throws {
    var generator = SeededGenerator(seed: 6)
    var values = [0, 1, -1, 9, 10, 99, 100, -10, 12345, .max, .min, .max - 1, .min + 1]
    for shift in 0..<64 { values.append(Int(truncatingIfNeeded: generator.next() >> UInt64(shift))) }
    for value in values {
      expect(JSONWriter.text(of: value), equals: String(value))
      try expect(int(JSONWriter.text(of: value)), equals: value)
    }
  }

  @Test func numbersAreEqualByValue() throws {
    let classes: [[String]] = [
      ["0", "-0", "0.0", "0e5", "-0e-999999999", "0E99999999999999999999"],
      ["1", "1.0", "1e0", "10e-1", "0.1e1", "0.01E+2", "100000000000000000000e-20"],
      ["-1", "-1.0", "-10e-1"],
      ["10", "1e1", "1.0e1", "100e-1"],
      ["0.1", "1e-1", "0.10", "0.0001e3"],
      ["0.10000000000000000001"],
      ["1e999999999", "10e999999998", "0.1e1000000000", "1000e999999996"],
      ["1e1000000000", "0.01e1000000002"],
      ["1e-999999999", "10e-1000000000", "0.1e-999999998"],
      ["1e99999999999999999999999999", "10e99999999999999999999999998", "0.1e100000000000000000000000000"],
      ["1e-99999999999999999999999999", "0.1e-99999999999999999999999998", "1000e-100000000000000000000000002"],
      ["123456789012345678901234567890", "1.2345678901234567890123456789e29", "12345678901234567890123456789e1"],
      ["123456789012345678901234567891"],
      ["9223372036854775807", "9.223372036854775807e18"],
      ["9223372036854775808"],
    ]
    for (index, texts) in classes.enumerated() {
      for text in texts {
        let number = try #require(JSONNumber(text: text))
        expect(number.text, equals: text)
        for (otherIndex, others) in classes.enumerated() {
          for other in others {
            let second = try #require(JSONNumber(text: other))
            expect((number == second), equals: (index == otherIndex), "\(text) and \(other)")
            if index == otherIndex { expect(number.hashValue, equals: second.hashValue, "\(text) and \(other)") }
          }
        }
      }
    }
  }

  @Test func numbersKeepTheirText() throws {
    for text in ["1.50", "1E5", "-0", "0.10000000000000000000000000000000001", "1e999999999"] {
      try expect(JSONReader.read(JSONNumber.self, from: guarded(text)).text, equals: text)
      expect(JSONWriter.text(of: try JSONReader.read(JSONValue.self, from: guarded("[\(text)]"))), equals: "[\(text)]")
      try expect(JSONReader.read(TextNumber.self, from: guarded("\"\(text)\"")).value.text, equals: text)
    }
    for text in ["", " 1", "1 ", "01", "1.", "+1", "0x1", "1e", "NaN", "1\u{0}", "١"] {
      #expect(JSONNumber(text: text) == nil)
    }
    expect(JSONNumber(1.5)?.text, equals: "1.5")
    #expect(JSONNumber(Double.nan) == nil)
    #expect(JSONNumber(-Double.infinity) == nil)
    expect(JSONNumber(.min).text, equals: "-9223372036854775808")
  }

  @Test func numbersAsTextTakeBothForms() throws {
    try expect(
      JSONReader.read([TextDouble].self, from: guarded(#"["1.5", 1.5, "-0"]"#)).map(\.value), equals: [1.5, 1.5, 0])
    for text in ["\"\"", "\" 1\"", "\"1 \"", "\"1x\"", "\"0x1\"", "\"\\u0031\"", "\"one\"", "null", "true", "[1]"] {
      let bytes = guarded(text)
      #expect(error { () throws(JSONError) in _ = try JSONReader.read(TextInt.self, from: bytes) } != nil, "\(text)")
      #expect(error { () throws(JSONError) in _ = try JSONReader.read(TextDouble.self, from: bytes) } != nil, "\(text)")
      #expect(error { () throws(JSONError) in _ = try JSONReader.read(TextNumber.self, from: bytes) } != nil, "\(text)")
    }
    #expect(
      error { () throws(JSONError) in _ = try JSONReader.read(TextInt.self, from: guarded(" \"one\"")) }
        == JSONError(offset: 1, .expected("an integer", found: "the string \"one\"")))
    #expect(
      error { () throws(JSONError) in _ = try JSONReader.read(TextInt.self, from: guarded(" \"1.5\"")) }?.reason
        == .expected("an integer", found: "a number with a fraction"))
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("a", 7, as: .string)
    writer.field("b", -1.5, as: .string)
    writer.field("c", JSONNumber(text: "1.50"), as: .string)
    writer.field("d", Int?.none, as: .string)
    writer.field("e", Double?.none, as: .string)
    writer.field("f", JSONNumber?.none, as: .string)
    writer.field("h", 1)
    writer.endObject()
    expect(writer.finish().text, equals: #"{"a":"7","b":"-1.5","c":"1.50","h":1}"#)
  }
}

private struct TextInt: JSONDecodable {
  var value: Int
  init(from reader: inout JSONReader) throws(JSONError) { value = try reader.readIntText() }
}

private struct TextDouble: JSONDecodable {
  var value: Double
  init(from reader: inout JSONReader) throws(JSONError) { value = try reader.readDoubleText() }
}

private struct TextNumber: JSONDecodable {
  var value: JSONNumber
  init(from reader: inout JSONReader) throws(JSONError) { value = try reader.readNumberText() }
}
