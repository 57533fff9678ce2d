import Foundation
import Testing
import TributaryEmitter

/// The reference files are compiled with these tests and called by the suites beside this one.
///
/// After a change to the emitter, `TRIBUTARY_WRITE_REFERENCE=1 swift test --filter ReferenceTests` writes them anew; the
/// difference is then read like any other change.
@Suite("Reference output")
struct ReferenceTests {
  @Test("A spec that uses everything gives the Swift that is checked in, byte for byte")
  func kitchen() throws { try compare(.kitchen(), with: SpecFolder.reference) }

  @Test("So does a spec of every kind of call")
  func market() throws { try compare(.market(), with: SpecFolder.marketReference) }

  private func compare(_ folder: SpecFolder, with reference: URL) throws {
    let files = try folder.generated()
    if ProcessInfo.processInfo.environment["TRIBUTARY_WRITE_REFERENCE"] != nil { try write(files, to: reference) }
    let names = try FileManager.default.contentsOfDirectory(atPath: reference.path)
    #expect(Set(names) == Set(files.map(\.name)))
    for file in files {
      let reference = try String(contentsOf: reference.appending(path: file.name), encoding: .utf8)
      #expect(firstDifference(file.text, reference) == nil, "\(file.name), \(rewriting)")
    }
  }

  @Test("The order of the files on the disk does not matter")
  func order() throws {
    var folder = try SpecFolder.kitchen()
    let files = try folder.generated()
    folder.files.reverse()
    #expect(try folder.generated() == files)
  }

  private var rewriting: String { "TRIBUTARY_WRITE_REFERENCE=1 writes the files anew" }

  private func write(_ files: [GeneratedFile], to folder: URL) throws {
    try FileManager.default.removeItem(at: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for file in files {
      try Data(file.text.utf8).write(to: folder.appending(path: file.name))
    }
  }

  /// The first line in which two texts differ, so that a failure does not print whole files.
  private func firstDifference(_ new: String, _ old: String) -> String? {
    let (new, old) = (
      new.split(separator: "\n", omittingEmptySubsequences: false),
      old.split(separator: "\n", omittingEmptySubsequences: false)
    )
    for (line, pair) in zip(new, old).enumerated() where pair.0 != pair.1 {
      return "line \(line + 1) is now: \(pair.0)"
    }
    return new.count == old.count ? nil : "\(new.count) lines instead of \(old.count)"
  }
}
