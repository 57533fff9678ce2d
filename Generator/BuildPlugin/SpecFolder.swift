import Foundation
import PackagePlugin

/// The specs of a target, and the command that makes Swift from them.
struct SpecFolder {
  private let folder: URL
  private let target: String
  /// The names of the spec files without their extension, sorted.
  private let specs: [String]

  init(_ folder: URL, of target: String) throws {
    self.folder = folder
    self.target = target
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
    } catch {
      throw Problem(
        "the target \(target) has no folder Specs: make one at \(folder.path(percentEncoded: false)), or a symbolic "
          + "link to where its specs are, and name it in the target's exclude")
    }
    specs = names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") && !$0.hasSuffix(".schema.json") }
      .map { String($0.dropLast(".json".count)) }.sorted()
    guard !specs.isEmpty else {
      throw Problem(
        "the target \(target) has no specs: \(folder.path(percentEncoded: false)) holds no file that ends in .json")
    }
  }

  func commands(tool: URL, workFolder: URL) throws -> [Command] {
    let output = workFolder.appending(path: "Generated")
    return [
      .buildCommand(
        displayName: "Generating \(target) from its specs",
        executable: tool,
        arguments: ["generate", folder.path(percentEncoded: false), "--output", output.path(percentEncoded: false)],
        inputFiles: specs.map { folder.appending(path: $0 + ".json") },
        outputFiles: specs.map { output.appending(path: ($0 == "api" ? "client" : $0) + ".generated.swift") })
    ]
  }

  /// What is wrong with the folder, as SwiftPM and Xcode show it.
  struct Problem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
  }
}
