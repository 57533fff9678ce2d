import Foundation
import Testing

/// The tutorial is followed word for word in an empty folder: its files are built, and its program prints what it says.
///
/// It builds the package once more, which takes a minute, so that only CI does it.
@Suite("Tutorial", .enabled(if: ProcessInfo.processInfo.environment["CI"] == "true"))
struct TutorialTests {
  private static let article = ProgramRun.repository.appending(path: "Sources/Tributary/Tributary.docc/Tutorial.md")

  @Test("Its package builds without a warning, and its program prints what the tutorial says")
  func package() throws {
    let text = try String(contentsOf: Self.article, encoding: .utf8)
    let files = text.matches(of: /(?m)^`([^`\n]+)`:\n\n```(?:swift|json)\n((?s).*?)^```/)
    #expect(files.count == 6)
    // Beside a checkout, as the tutorial has it, in a folder whose name has a space.
    let place = ProgramRun.products.appending(path: "Package tests/The tutorial")
    let folder = place.appending(path: "library")
    let scratch = place.appending(path: "scratch")
    let manager = FileManager.default
    try? manager.removeItem(at: folder)
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    let checkout = place.appending(path: "tributary").path
    try? manager.removeItem(atPath: checkout)
    try manager.createSymbolicLink(atPath: checkout, withDestinationPath: ProgramRun.repository.path)
    for file in files {
      let url = folder.appending(path: String(file.1))
      try manager.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.2.utf8).write(to: url)
    }

    let build = try ProgramRun(
      "swift",
      ["build", "--scratch-path", scratch.path, "--package-path", folder.path] + ConsumerPackage.quickly)
    try #require(build.status == 0, "\(build.text)")
    // The compiler's own warning about these options names no line.
    #expect(!build.text.contains(/:\d+:\d+: warning:/), "\(build.text)")

    let printed = try #require(text.firstMatch(of: /It prints:\n\n```text\n((?s).*?)```/)).1
    let run = try ProgramRun(scratch.appending(path: "debug/Mirror").path, [], in: folder)
    #expect(run.status == 0 && run.output == String(printed), "\(run.text)")
    #expect(manager.fileExists(atPath: folder.appending(path: "library.sqlite").path))
  }
}
