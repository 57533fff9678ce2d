import Foundation

/// The folder of the target that a folder of specs belongs to.
enum TargetFolder {
  /// A warning where SwiftPM would skip the target without saying why: it does so with one that has no source file of
  /// its own, before any plugin runs.
  static func warning(forSpecs specs: String) -> String? {
    let folder = URL(filePath: specs).standardizedFileURL
    guard folder.lastPathComponent == "Specs" else { return nil }
    let target = folder.deletingLastPathComponent()
    let sources = target.deletingLastPathComponent().lastPathComponent
    guard sources == "Sources", !hasSource(target) else { return nil }
    return "\(target.lastPathComponent) has no Swift file of its own, so SwiftPM skips the target; "
      + "add one, which may be empty, such as \(target.lastPathComponent).swift"
  }

  private static func hasSource(_ folder: URL) -> Bool {
    // A folder that cannot be read is someone else's to report.
    guard let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else { return true }
    return files.lazy.compactMap { $0 as? URL }.contains { $0.pathExtension == "swift" }
  }
}
