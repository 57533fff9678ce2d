import Foundation
import Testing

/// The cases of `Corpus.txt`, which says how they are written.
struct Corpus {
  struct Case {
    var name: String
    var isAccepted: Bool
    /// Whether it has a string that is not text; only reading that as a `String` fails.
    var isNoText: Bool
    /// Whether the RFC leaves it to us.
    var isChoice: Bool
    var text: [UInt8]
    /// What is written for what was read, where it is not the text.
    var meaning: [UInt8]?
    var reason: String?
  }

  private(set) var cases: [Case] = []
  /// The cases for which Foundation gives the other verdict.
  private(set) var differences: Set<String> = []

  init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Corpus.txt")
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
      let verdict = line.prefix { $0 != " " }
      var columns = line.dropFirst(verdict.count).split(separator: "  ").map { String($0.trimmingPrefix(" ")) }
      let name = columns.removeFirst()
      if verdict == "differs" {
        differences.insert(name)
        continue
      }
      let text = try Self.bytes(columns.removeFirst())
      let meaning = try columns.first.flatMap { $0.hasPrefix("=> ") ? try Self.bytes(String($0.dropFirst(3))) : nil }
      let isChoice = verdict.hasSuffix("?")
      let isNoText = verdict.hasPrefix("keep")
      try #require(verdict.hasPrefix("accept") || verdict.hasPrefix("refuse") || isNoText, "\(line)")
      let reason = columns.dropFirst(meaning == nil ? 0 : 1).first
      cases.append(
        Case(
          name: name, isAccepted: !verdict.hasPrefix("refuse"), isNoText: isNoText, isChoice: isChoice, text: text,
          meaning: meaning, reason: reason))
    }
  }

  /// A text with what stands in angle brackets put in.
  private static func bytes(_ column: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = column[...]
    while let open = rest.firstIndex(of: "<") {
      bytes += rest[..<open].utf8
      let close = try #require(rest[open...].firstIndex(of: ">"), "\(column)")
      let inside = rest[rest.index(after: open)..<close].split(separator: "*")
      let unit = try (inside.first ?? "").split(separator: " ").map { try #require(UInt8($0, radix: 16), "\(column)") }
      let count = try inside.count > 1 ? #require(Int(inside[1]), "\(column)") : 1
      for _ in 0..<count { bytes += unit }
      rest = rest[rest.index(after: close)...]
    }
    return bytes + rest.utf8
  }
}
