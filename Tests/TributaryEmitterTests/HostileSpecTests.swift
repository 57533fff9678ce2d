import Expect
import Foundation
import Testing
import TributaryEmitter
import TributaryJSON
import TributaryLanguage

/// A spec that uses everything, with a hostile text at each of its places, one at a time: what comes of it is either a
/// diagnostic or Swift of the same shape, in which the text stands in literals, comments and names alone.
///
/// Every word of the spec gets one of the texts, so that a run takes seconds; `TRIBUTARY_ATTACKS=all swift test
/// --filter Hostile` puts each text at each place.
@Suite("Hostile specs")
struct HostileSpecTests {
  private static let putsEachEverywhere = ProcessInfo.processInfo.environment["TRIBUTARY_ATTACKS"] == "all"

  /// The kitchen without its list of words.
  private static let kitchen = Result {
    var folder = try SpecFolder.kitchen()
    folder.files.removeAll { $0.path == "words.json" }
    return folder
  }

  @Test(
    "Every text of a spec stays in its place", arguments: ["api", "dishes", "orders", "pantry", "tables", "values"])
  func everywhere(file: String) throws { try attack(file, of: Self.kitchen.get()) }

  @Test("Every text of the calls stays in its place", arguments: ["api", "goods", "media", "stalls"])
  func everywhereInCalls(file: String) throws { try attack(file, of: .market()) }

  private func attack(_ file: String, of folder: SpecFolder) throws {
    let expected = try Dictionary(uniqueKeysWithValues: folder.generated().map { ($0.name, $0.text) })
    let number = try #require(folder.files.firstIndex { $0.path == "\(file).json" })
    let texts = try SpecTexts(folder.files[number])
    var emitted = 0
    for (turn, place) in try Self.chosen(texts, in: folder).enumerated() {
      for (text, harmless) in Self.texts(for: place, turn: turn) {
        func generated(_ text: String) -> [GeneratedFile]? {
          var files = folder.files
          files[number] = texts.replacing(place, with: text)
          let checked = SpecificationChecker.check(files)
          #expect(checked.specification != nil || checked.diagnostics.contains { $0.severity == .error })
          return checked.specification.map(Emitter.files)
        }
        guard let files = generated(text)?.filter({ $0.text != expected[$0.name] }) else { continue }
        emitted += 1
        do {
          let tokens = try files.map { try SwiftTokens($0.text) }
          let originals = try files.map { try SwiftTokens(expected[$0.name] ?? "") }
          // A text that is a word is a name like others.
          if tokens.map(\.shape) == originals.map(\.shape) || harmless == text + "-" { continue }
          // Names on the wire have consequences, and long ones take more lines; what is named and called is the same for
          // harmless text of the same words.
          let words = Set(tokens.flatMap(\.words)).subtracting(originals.flatMap(\.words))
          let harmlessFiles = generated(harmless) ?? []
          let allowed = try Set(harmlessFiles.flatMap { try SwiftTokens($0.text).words })
          expect(words.subtracting(allowed), equals: [], "\(text) in place of \(place.text)")
        } catch {
          Issue.record("\(text) in place of \(place.text): \(error)")
        }
      }
    }
    #expect(emitted > 0)
  }

  /// The places of a file: all of them, or those of texts that stand nowhere earlier in the folder.
  private static func chosen(_ texts: SpecTexts, in folder: SpecFolder) throws -> [SpecTexts.Place] {
    if putsEachEverywhere { return texts.places }
    let earlier = folder.files.filter { $0.path < texts.file.path }
    var seen = Set(try earlier.flatMap { try SpecTexts($0).places.map(\.text) })
    return texts.places.filter { seen.insert($0.text).inserted }
  }

  /// What is put at a place, with a text of the same words that harms nobody.
  private static func texts(for place: SpecTexts.Place, turn: Int) -> [(text: String, harmless: String)] {
    let chosen =
      putsEachEverywhere ? HostileSpecs.attacks[...] : [HostileSpecs.attacks[turn % HostileSpecs.attacks.count]]
    let texts = chosen.flatMap { [$0, place.text + $0] }
    return (putsEachEverywhere ? texts : [texts[turn / 2 % 2]]).map { ($0, harmless($0)) }
  }

  /// The words of a text, with a sign behind them that belongs to none.
  private static func harmless(_ text: String) -> String {
    let words = text.unicodeScalars.split { !$0.properties.isAlphabetic && !("0"..."9").contains($0) && $0 != "_" }
    return words.map { String($0) }.joined(separator: "-") + "-"
  }
}
