import Foundation
import Testing

@Suite("Repository")
struct RepositoryTests {
  /// Every file and folder of the repository, by its path, without what git ignores.
  private static func paths() throws -> [String] {
    let run = try ProgramRun(
      "git", ["ls-files", "--cached", "--others", "--exclude-standard"], in: ProgramRun.repository)
    let files = run.status == 0 ? run.output.split(separator: "\n").map(String.init) : filesOnDisk()
    var paths: Set<String> = []
    for file in files {
      var components = file.split(separator: "/")
      while !components.isEmpty {
        paths.insert(components.joined(separator: "/"))
        components.removeLast()
      }
    }
    return paths.sorted()
  }

  /// For a copy of the repository without its history.
  private static func filesOnDisk() -> [String] {
    let files = FileManager.default.enumerator(atPath: ProgramRun.repository.path)
    return (files?.allObjects as? [String] ?? []).filter { !$0.hasPrefix(".build/") && !$0.hasPrefix(".git/") }
  }

  @Test("No two paths differ by case only, for a Mac folds them")
  func paths() throws {
    let paths = try Self.paths()
    #expect(paths.contains("Package.swift"))
    let folded = Dictionary(grouping: paths) { $0.lowercased() }
    for (_, same) in folded { #expect(same.count == 1, "\(same)") }
  }

  @Test("No two modules differ by case only, and nothing is fetched")
  func modules() throws {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "tributary-describe-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let run = try ProgramRun(
      "swift",
      ["package", "--scratch-path", scratch.path, "--package-path", ProgramRun.repository.path, "dump-package"])
    let package = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let targets = try #require(package["targets"] as? [[String: Any]]).compactMap { $0["name"] as? String }
    #expect(targets.contains("Tributary"))
    #expect(Set(targets.map { $0.lowercased() }).count == targets.count)
    #expect((package["dependencies"] as? [Any])?.isEmpty == true)
  }
}
