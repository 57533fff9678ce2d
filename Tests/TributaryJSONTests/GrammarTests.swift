import Expect
import Testing
import TributaryJSON

/// What must be seen wherever it stands in the words of eight bytes that are looked at together.
@Suite struct GrammarTests {
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

  @Test func refusesWhatIsNotUTF8() throws {
    for bytes in Self.malformed {
      // Before, across and behind the words of eight bytes that are looked at together.
      for padding in 0..<18 {
        let string = [0x22] + [UInt8](repeating: 0x61, count: padding) + bytes + [0x61, 0x22]
        for (entry, error) in verdicts(on: guarded(string)) where waysThatWantText.contains(entry) {
          expect(error, equals: JSONError(offset: 1 + padding, .invalidUTF8), "\(entry): \(bytes) after \(padding)")
        }
        let name = [0x7B] + string + [0x3A, 0x31, 0x7D]
        for (entry, error) in verdicts(on: guarded(name)) where entry == "JSONNode" {
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
