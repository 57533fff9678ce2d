import Foundation

/// The folder that a new package is written to: one that does not exist yet, or that is empty.
struct NewFolder {
  private let name: String
  private let path: String

  /// The folder of a name in the folder that the tool was called in.
  ///
  /// - Throws: If something is there already.
  init(_ name: String) throws(ToolError) {
    self.name = name
    path = "\(FileManager.default.currentDirectoryPath)/\(name)"
    // A link that leads nowhere is there as well.
    guard (try? FileManager.default.attributesOfItem(atPath: path)) != nil else { return }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      throw .usage("\(name) exists and is not a folder; move it away, or choose another name")
    }
    let content: [String]
    do { content = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
      throw .sentence("the folder \(name) cannot be read: \(Reason(error))")
    }
    guard content.isEmpty else {
      throw .usage("the folder \(name) is not empty; empty it, or choose another name")
    }
  }

  /// Writes the files. If that fails, what was made is removed, and what cannot be removed is named.
  func write(_ files: [NewPackage.File]) throws(ToolError) {
    var made: [String] = []
    do {
      try makeFolder(path, &made)
      for file in files {
        try makeFolder(parent(of: "\(path)/\(file.path)"), &made)
        // A file of which only a part can be written is there as well.
        made.append("\(path)/\(file.path)")
        try Data(file.text.utf8).write(to: URL(filePath: "\(path)/\(file.path)"), options: .withoutOverwriting)
      }
    } catch {
      let left = made.reversed().filter { !remove($0) }
      let rest = left.isEmpty ? "nothing of it is left" : "this is left: \(left.joined(separator: ", "))"
      throw .sentence("the package \(name) cannot be written: \(Reason(error)); \(rest)")
    }
  }

  private func makeFolder(_ folder: String, _ made: inout [String]) throws {
    guard !FileManager.default.fileExists(atPath: folder) else { return }
    if folder != path { try makeFolder(parent(of: folder), &made) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    made.append(folder)
  }

  private func parent(of path: String) -> String { (path as NSString).deletingLastPathComponent }

  /// Removes a file, or a folder that is empty.
  ///
  /// - Returns: Whether it is gone.
  private func remove(_ item: String) -> Bool { unlink(item) == 0 || rmdir(item) == 0 || errno == ENOENT }
}
