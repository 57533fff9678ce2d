import Expect
import Foundation
import Testing
import TributaryEmitter
import TributaryJSON
import TributaryLanguage

/// What `check` passes compiles: random specs, checked, generated and given to the compiler that built the tests.
///
/// A few are compiled here. `TRIBUTARY_RANDOM_SPECS=2000 swift test --filter RandomSpec` compiles that many, from the
/// seed that `TRIBUTARY_RANDOM_SEED` names.
@Suite("Random specs")
struct RandomSpecTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let count = environment["TRIBUTARY_RANDOM_SPECS"].flatMap(Int.init) ?? 4
  private static let firstSeed = environment["TRIBUTARY_RANDOM_SEED"].flatMap(UInt64.init) ?? 1

  @Test("What the checker passes compiles")
  func compile() throws {
    var compiled = 0
    var seed = Self.firstSeed
    var messages: [String: Int] = [:]
    while compiled < Self.count {
      defer { seed += 1 }
      var spec = RandomSpec(seed: seed)
      let files = spec.files()
      let sources = files.map { SourceFile(path: $0.key, bytes: SharedBytes($0.value)) }
      let checked = SpecificationChecker.check(sources)
      guard let specification = checked.specification else {
        for diagnostic in checked.diagnostics where diagnostic.severity == .error {
          messages[Self.kind(of: diagnostic.message), default: 0] += 1
        }
        // A generator that makes nothing lawful proves nothing.
        try #require(seed < Self.firstSeed + UInt64(Self.count * 10) + 100, "\(messages)")
        continue
      }
      let errors = try GeneratedCode.errors(in: Emitter.files(for: specification))
      #expect(
        errors.isEmpty, "seed \(seed): \(errors.prefix(3))\n\(files["api.json"] ?? "")\n\(files["things.json"] ?? "")")
      compiled += 1
    }
    if Self.count > 10 {
      print(
        "\(compiled) of \(seed - Self.firstSeed) compiled; refused:", messages.sorted { $0.value > $1.value }.prefix(30)
      )
    }
  }

  /// A message without its names.
  private static func kind(of message: String) -> String { message.replacing(#/"[^"]*"/#, with: "_") }
}

/// The compiler that built the tests, on generated code.
private enum GeneratedCode {
  /// The errors and warnings in the Swift of a module. Flow is checked too, which checking types alone does not.
  static func errors(in files: [GeneratedFile]) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tributary-random-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let paths = try files.map { file in
      let place = folder.appending(path: file.name)
      try Data(file.text.utf8).write(to: place)
      return place.path
    }
    let (output, status) = try PackageCompiler.run(
      [
        "-emit-sil", "-o", "/dev/null", "-wmo", "-parse-as-library", "-module-name", "Random", "-package-name",
        "random", "-enable-upcoming-feature", "ExistentialAny", "-enable-upcoming-feature", "InternalImportsByDefault",
      ] + paths)
    let lines = output.split(whereSeparator: \.isNewline).map(String.init)
    let found = lines.filter { $0.contains(": error: ") || $0.contains(": warning: ") }
    return found.isEmpty && status != 0 ? Array(lines.prefix(5)) : found
  }
}
