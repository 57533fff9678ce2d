import Foundation

/// A copy of the fixture package in a folder with a strange name, depending on this package through a link of another
/// name, with specs that can be changed between builds.
struct ConsumerPackage {
  private static let fixture = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixture")

  /// Beside what the tests were built into, so that a second run of the tests has less to build.
  private static let place = ProgramRun.products.appending(path: "Package tests")

  private let folder = place.appending(path: "Späce & 'Quotes'")
  private let scratch = place.appending(path: "scratch")

  /// The specs, which are those of the fixture to begin with.
  private var specs: URL { folder.appending(path: "Sources/Shop/Specs") }

  init() throws {
    let files = FileManager.default
    if files.fileExists(atPath: folder.path) { try files.removeItem(at: folder) }
    try files.createDirectory(at: Self.place, withIntermediateDirectories: true)
    try files.copyItem(at: Self.fixture, to: folder)
    // A target may share the specs of another one, or have them elsewhere in the package.
    try files.createSymbolicLink(
      atPath: folder.appending(path: "Sources/Isolated/Specs").path, withDestinationPath: "../Shop/Specs")
    let clone = Self.place.appending(path: "A clone (of Tributary)").path
    try? files.removeItem(atPath: clone)
    try files.createSymbolicLink(atPath: clone, withDestinationPath: ProgramRun.repository.path)
  }

  /// Leaves out what costs time and is not looked at here: debugging information, an index, and more than one compiler a
  /// module, which takes two thirds more.
  static let quickly =
    ["--disable-index-store", "-Xswiftc", "-gnone", "-Xswiftc", "-whole-module-optimization"]
    + ["-Xswiftc", "-num-threads", "-Xswiftc", "1"]

  /// Builds the package as its owner would, but quickly.
  func build() throws -> ProgramRun {
    try ProgramRun("swift", ["build", "--scratch-path", scratch.path, "--package-path", folder.path] + Self.quickly)
  }

  /// Runs the package's own program.
  func check() throws -> ProgramRun { try ProgramRun(scratch.appending(path: "debug/Check").path, []) }

  func write(_ text: String, to spec: String) throws { try Data(text.utf8).write(to: specs.appending(path: spec)) }

  func text(of spec: String) throws -> String {
    try String(contentsOf: specs.appending(path: spec), encoding: .utf8)
  }

  func rename(_ spec: String, to name: String) throws {
    try FileManager.default.moveItem(at: specs.appending(path: spec), to: specs.appending(path: name))
  }

  func remove(_ spec: String) throws { try FileManager.default.removeItem(at: specs.appending(path: spec)) }

  func removeAllSpecs() throws { try FileManager.default.removeItem(at: specs) }
}
