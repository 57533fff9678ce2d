import Testing
import TributaryJSON

/// RFC 8259, sections 2 to 8, as texts that every way in must accept or refuse alike.
@Suite struct GrammarTests {
  static let accepted: [String] = [
    // Literals and white space.
    "null", "true", "false", " null", "null ", "\t\n\r true\r\n\t ",
    "\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}\u{20}1",
    // Numbers.
    "0", "-0", "1", "-1", "9", "10", "1234567890", "-1234567890123456789012345678901234567890", "0.0", "-0.0", "0.5",
    "1.0", "1.000000000000000000000000000000000001", "123.456", "0e0", "0E0", "0e+0", "0e-0", "1e5", "1E5", "1e+5",
    "1e-5", "1.5e5", "-1.5E-05", "1e00000000000000000005", "1e999999999", "-1e-999999999", "0.1e1", "10e10",
    // Strings.
    #""""#, #""a""#, #""abcdefg""#, #""abcdefgh""#, #""abcdefghi""#, #""\"""#, #""\\""#, #""\/""#, #""/""#, #""\b""#,
    #""\f""#, #""\n""#, #""\r""#, #""\t""#, #""\u0000""#, #""\u001f""#, #""\u0022""#, #""\u005C""#, #""\u00E5""#,
    #""\u00e5""#, #""\uABCD""#, #""\uabcd""#, #""\uD7FF""#, #""\uE000""#, #""\uFFFE""#, #""\uFFFF""#,
    #""\ud800\udc00""#, #""\uDBFF\uDFFF""#, #""\uD83D\uDE00\uD83D\uDE00""#, #""\\u12""#, #""\\\\\\\"""#,
    "\"\u{7F}\"", "\"\u{80}\"", "\"å\"", "\"\u{7FF}\"", "\"\u{800}\"", "\"€\"", "\"\u{FEFF}\"", "\"\u{FFFF}\"", "\"😀\"",
    "\"\u{10FFFF}\"", "\"\u{2028}\u{2029}\"", "\"åäöåäöåäöåäö\"", "\"abcdefgåäö\"", "\"abcdefghåäöi\"",
    #""a\nb\nc\nd\ne\nf\ng""#, #""1234567\u0041""#, #""12345678\u0041""#, #""{[,:]}""#, #""null""#,
    // Arrays.
    "[]", "[ ]", "[\n]", "[1]", "[ 1 ]", "[1,2]", "[1 , 2]", "[[]]", "[[],[]]", "[[[[[[[[[[]]]]]]]]]]",
    "[null,true,false]",
    #"["a","b"]"#, "[{}]", "[{},{}]", #"[1,"a",null,{"b":[]},[2]]"#, "[-1,-2.5e-3]",
    // Objects.
    "{}", "{ }", "{\n}", #"{"a":1}"#, #"{ "a" : 1 }"#, #"{"a":1,"b":2}"#, #"{"a":1 , "b":2}"#, #"{"":0}"#, #"{"a":{}}"#,
    #"{"a":{"a":{"a":{"a":null}}}}"#, #"{"a":1,"a":2}"#, #"{"\u0061":1}"#, #"{"\ud83d\ude00":1}"#, #"{"å":1}"#,
    #"{"a":[1,{"b":2},[3]],"c":"d"}"#, #"{"id":1}"#, #"{"id":1,"name":"x"}"#, #"{"name":"x","id":1}"#,
    #"{"\"":1}"#, #"{"a\\":1}"#, #"{"a long name that needs several words":1}"#, #"{"a":""}"#, #"{"a":"","b":[]}"#,
  ]

  static let refused: [String] = [
    // Nothing, or nothing yet.
    "", " ", "\n\n", "\t", ",", ":", "]", "}", "[", "{", "\"", "\\", "-", "+", ".", "/", "'",
    // Literals.
    "n", "nul", "nulll", "nUll", "NULL", "t", "tru", "truee", "True", "f", "fals", "falsey", "undefined", "NaN", "nan",
    "Infinity", "-Infinity", "inf", "true false", "null,", "nullnull", "tr ue",
    // White space that is none, and a byte order mark.
    "\u{A0}1", "1\u{A0}", "\u{0B}1", "\u{0C}1", "1\u{0C}", "\u{FEFF}1", "\u{FEFF}{}", "\u{2028}1", "\u{0}1", "1\u{0}",
    "\u{1}",
    // Numbers.
    "01", "-01", "00", "-00", "007", "+1", "-", "--1", "-+1", "- 1", "1.", ".5", "-.5", "1.e5", "1..5", "1.5.5", "1e",
    "1E",
    "1e+", "1e-", "1e+-5", "1ee5", "1e5.5", "1e5e5", "0x1F", "0b1", "1_000", "1,000", "1 000", "0.", "0e", "-0.", "1a",
    "1f", "1d", "1L", "½", "１", "2.-3", "0.e1", "[1.]", "[01]", "[-]", "[1e]", "[+1]", "[.1]", #"{"a":01}"#,
    #"{"a":1.}"#,
    // Strings.
    #"""#, #""a"#, #""abcdefgh"#, #""\"#, #""\""#, #""a\"#, #""\a""#, #""\'""#, #""\0""#, #""\x41""#, #""\v""#,
    #""\ ""#,
    #""\U0041""#, #""\u""#, #""\u0""#, #""\u00""#, #""\u004""#, #""\u004g""#, #""\u-041""#, #""\u 041""#, #""\u00 1""#,
    #""\u{41}""#, #""\ud800""#, #""\uD800x""#, #""\uD800\n""#, #""\uD800\u0041""#, #""\uD800\uD800""#,
    #""\uDC00""#, #""\uDFFF\uD800""#, #""\uD800\"#, #""\uD800\u"#, #""\uD800\uDC0""#, #""a\uDBFFb""#, "'a'", "a",
    "\"a\nb\"",
    "\"a\tb\"", "\"\r\"", "\"\u{0}\"", "\"\u{1F}\"", "\"abcdefgh\u{1}\"", "\"abcdefghijkl\u{1}mnop\"", "\"a\"\"b\"",
    "\"a\" \"b\"",
    "\"a\"b", "“a”",
    // Arrays.
    "[1", "[1,", "[,", "[,1]", "[1,]", "[1,,2]", "[1 2]", "[1;2]", "[1}", "[]]", "[][]", "[[]", "[[[", "]",
    "[\"a\" \"b\"]",
    "[1,\n]", "[ , ]", "[,]", "[\"a\",]", "[\"a\",\n4\n,1,", "[a]", "[1:2]", "[\"a\":1]", "[*]", "[//c\n1]", "[1]x",
    "[1] 2",
    // Objects.
    "{", "{,}", "{,\"a\":1}", #"{"a"}"#, #"{"a":}"#, #"{"a" 1}"#, #"{"a"::1}"#, #"{"a":1,}"#, #"{"a":1,,"b":2}"#,
    #"{"a":1 "b":2}"#,
    #"{"a":1;"b":2}"#, #"{"a","b"}"#, #"{a:1}"#, #"{'a':1}"#, #"{1:1}"#, #"{null:1}"#, #"{[]:1}"#, #"{"a":1"#,
    #"{"a":1]"#,
    #"{"a":"#, #"{"a""#, #"{"a"#, #"{""#, #"{"a":1}}"#, #"{"a":1}{"#, #"{"a":1}x"#, #"{"a":1}#"#, #"{"a":1}/**/"#,
    #"{"a"=1}"#,
    #"{"a":1,"b"}"#, #"{"a":1,"b":}"#, #"{"id":1"id":2}"#, #"{"id":1,}"#, #"{"id":1,"id"}"#, #"{"id"1}"#, #"{"id":,}"#,
    #"{,"id":1}"#,
    #"{"id":1,,"name":2}"#, #"{"id":1,"name""x"}"#, #"{"\q":1}"#, #"{"\ud800":1}"#, "{\"a\n\":1}", #"{"a":b}"#,
    #"{"a":1 2}"#,
    #"{"a":1,"b":2"#, #"{"a":[}"#, #"[{]"#, #"{"a":[1}"#, #"[{"a":1]"#, #"{"a" :1 : 2}"#, #"{"a"b":1}"#, #"{"id"b":1}"#,
  ]

  /// Bytes that are no UTF-8, to be put between quotes.
  static let malformed: [[UInt8]] = [
    [0x80], [0xBF], [0xC0], [0xC1], [0xC0, 0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xC2], [0xC2, 0x20], [0xC3, 0x28],
    [0xDF],
    [0xE0], [0xE0, 0xA0], [0xE0, 0x80, 0x80], [0xE0, 0x80, 0xAF], [0xE0, 0x9F, 0xBF], [0xE2, 0x28, 0xA1],
    [0xE2, 0x82, 0x28],
    [0xED, 0xA0, 0x80], [0xED, 0xAF, 0xBF], [0xED, 0xBF, 0xBF], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], [0xEF, 0xBF],
    [0xF0], [0xF0, 0x90], [0xF0, 0x90, 0x80], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
    [0xF0, 0x28, 0x8C, 0xBC],
    [0xF0, 0x90, 0x28, 0xBC], [0xF0, 0x28, 0x8C, 0x28], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
    [0xF7, 0xBF, 0xBF, 0xBF],
    [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0xFE, 0xFF], [0xFF, 0xFE],
  ]

  @Test(arguments: accepted)
  func accepts(_ text: String) {
    for (entry, error) in verdicts(on: guarded(text)) { #expect(error == nil, "\(entry): \(text)") }
  }

  @Test(arguments: refused)
  func refuses(_ text: String) {
    for (entry, error) in verdicts(on: guarded(text)) { #expect(error != nil, "\(entry): \(text)") }
  }

  @Test func refusesWhatIsNotUTF8() throws {
    for bytes in Self.malformed {
      // Before, across and behind the words of eight bytes that are looked at together.
      for padding in 0..<18 {
        let string = [0x22] + [UInt8](repeating: 0x61, count: padding) + bytes + [0x61, 0x22]
        for (entry, error) in verdicts(on: guarded(string)) {
          expect(error, equals: JSONError(offset: 1 + padding, .invalidUTF8), "\(entry): \(bytes) after \(padding)")
        }
        let name = [0x7B] + string + [0x3A, 0x31, 0x7D]
        for (entry, error) in verdicts(on: guarded(name)) {
          expect(error, equals: JSONError(offset: 2 + padding, .invalidUTF8), "\(entry): \(bytes) in a name")
        }
      }
      for (entry, error) in verdicts(on: guarded(bytes)) { #expect(error != nil, "\(entry): \(bytes) bare") }
    }
  }

  @Test func agreesWithTheStandardLibraryOnUTF8() {
    // Every pair of bytes, and a sample of longer ones around the edges of Table 3-7.
    let edges: [UInt8] = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF]
    var sequences: [[UInt8]] = []
    for first in 0x80...UInt8.max { for second in UInt8.min...(.max) { sequences.append([first, second]) } }
    for first in 0xDF...UInt8.max {
      for second in edges {
        for third in edges { for fourth in edges { sequences.append([first, second, third, fourth]) } }
      }
    }
    for sequence in sequences where !sequence.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
      let isValid = String(validating: sequence, as: UTF8.self) != nil
      let read = try? JSONReader.read(String.self, from: SharedBytes([0x22] + sequence + [0x22]))
      expect((read != nil), equals: isValid, "\(sequence)")
      if let read { expect(Array(read.utf8), equals: sequence) }
    }
  }

  @Test func everyMarkIsSeenAtEveryPlace() throws {
    for length in 0..<34 {
      let plain = String(repeating: "x", count: length)
      try expect(JSONReader.read(String.self, from: guarded("\"\(plain)\"")), equals: plain)
      for place in 0...length {
        let left = String(plain.prefix(place))
        let right = String(plain.dropFirst(place))
        try expect(JSONReader.read(String.self, from: guarded("\"\(left)\\n\(right)\"")), equals: "\(left)\n\(right)")
        try expect(JSONReader.read(String.self, from: guarded("\"\(left)å\(right)\"")), equals: "\(left)å\(right)")
        try expect(
          JSONReader.read(String.self, from: guarded("\"\(left)\\ud83d\\ude00\(right)\"")), equals: "\(left)😀\(right)")
        for control in UInt8(0)..<0x20 {
          let bytes = Array("\"\(left)".utf8) + [control] + Array("\(right)\"".utf8)
          let expected = JSONError(offset: place + 1, .controlCharacter(control))
          expect(
            error { () throws(JSONError) in _ = try JSONReader.read(String.self, from: guarded(bytes)) },
            equals: expected)
        }
      }
    }
  }
}
