import Expect
import Foundation
import Testing
import TributaryJSON

/// What RFC 8259 accepts, refuses and leaves to implementations, case by case. Each test reports all cases that fail.
@Suite struct CorpusTests {
  private let corpus: Corpus

  init() throws { corpus = try Corpus() }

  @Test func everyWayInGivesTheVerdict() {
    var wrong: [String] = []
    for entry in corpus.cases {
      let verdicts = verdicts(on: guarded(entry.text)).filter { way, error in
        // Nobody wants an unknown name as text but who wants the whole tree so.
        let wantsText = entry.name.hasSuffix("in-a-name") ? way == "JSONNode" : waysThatWantText.contains(way)
        return (error == nil) != (entry.isAccepted && !(entry.isNoText && wantsText))
      }
      for (way, error) in verdicts { wrong.append("\(entry.name): \(way) \(error.map { "\($0)" } ?? "accepts it")") }
    }
    expect(wrong, equals: [])
  }

  @Test func whatIsAcceptedMeansWhatItSays() {
    var wrong: [String] = []
    for entry in corpus.cases where entry.isAccepted {
      let text = SharedBytes(entry.text)
      guard let value = try? JSONReader.read(JSONValue.self, from: text) else { continue }
      let space: Set<UInt8> = [0x20, 0x0A, 0x0D, 0x09]
      let mark = text.array.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      let trimmed = Array(
        entry.text.dropFirst(mark).trimmingPrefix { space.contains($0) }.reversed().trimmingPrefix {
          space.contains($0)
        })
      let raw = Array(trimmed.reversed())
      let written = JSONWriter.bytes(of: value)
      if written.array != entry.meaning ?? raw { wrong.append("\(entry.name): \(written.text.prefix(100))") }
      if (try? RawJSON(validating: text))?.bytes.array != raw { wrong.append("\(entry.name): raw") }
      if (try? JSONReader.read(JSONValue.self, from: written)) != value { wrong.append("\(entry.name): again") }
    }
    expect(wrong, equals: [])
  }

  @Test func everyBeginningOfATextIsRefused() {
    var wrong: [String] = []
    for entry in corpus.cases where entry.isAccepted && entry.text.count < 500 {
      // The beginning of a number may be one.
      guard let last = entry.text.last, [0x22, 0x5D, 0x7D].contains(last) else { continue }
      for count in 0..<entry.text.count {
        for (way, error) in verdicts(on: guarded(entry.text.prefix(count))) {
          guard let error, error.offset <= count else {
            wrong.append("\(entry.name): \(way) after \(count) bytes")
            continue
          }
        }
      }
    }
    expect(wrong, equals: [])
  }

  @Test func choicesAreExplainedAndNamesDiffer() {
    expect(corpus.cases.filter { $0.isChoice && $0.reason == nil }.map(\.name), equals: [])
    expect(Set(corpus.cases.map(\.name)).count, equals: corpus.cases.count)
    expect(corpus.cases.count > 350, equals: true)
  }

  /// On Apple's platforms Foundation has another reader, whose differences the corpus does not list.
  #if os(Linux)
  @Test func foundationGivesTheSameVerdictsButForWhatIsListed() {
    let different = corpus.cases.filter { entry in
      // Foundation's reader goes as deep as the stack does.
      guard entry.text.count < 10_000 || entry.text.first == 0x22 else { return false }
      let options = JSONSerialization.ReadingOptions.fragmentsAllowed
      let theirs = try? JSONSerialization.jsonObject(with: Data(entry.text), options: options)
      return (theirs != nil) != (entry.isAccepted && !entry.isNoText)
    }
    expect(Set(different.map(\.name)), equals: corpus.differences)
  }
  #endif
}
