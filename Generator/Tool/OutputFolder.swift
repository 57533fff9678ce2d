import Foundation
import TributaryEmitter

/// The folder of the generated files. Only files that begin with the generator's mark are changed or removed in it.
struct OutputFolder {
  private let path: String

  init(_ path: String) { self.path = path }

  /// Makes the folder hold these generated files and no other generated ones.
  ///
  /// Everything that can be known to fail is looked at before the first file changes; each file is replaced as a whole.
  ///
  /// - Returns: The names of the files that were written and of those that were removed.
  func replace(with files: [GeneratedFile]) throws(ToolError) -> (written: [String], removed: [String]) {
    let existing = try existingFiles()
    var changed: [GeneratedFile] = []
    for file in files {
      switch existing[file.name] {
      case .foreign(let what):
        throw .sentence("\(path(of: file.name)) is \(what); move it away, or choose another folder")
      case .generated(let bytes) where bytes == Array(file.text.utf8): break
      case .generated, nil: changed.append(file)
      }
    }
    let kept = Set(files.map(\.name))
    let stale = existing.compactMap { name, content in
      if case .generated = content, !kept.contains(name) { name } else { nil }
    }
    // Removed before anything is written: where names fold case, a stale name can be that of a new file.
    for name in stale.sorted() { try remove(name) }
    for file in changed { try write(file) }
    return (written: changed.map(\.name), removed: stale.sorted())
  }

  private enum Existing {
    /// A file of the generator, with its bytes.
    case generated([UInt8])
    /// Anything else, and what it is.
    case foreign(String)
  }

  /// The files in the folder with names that generated files can have. The folder is created if there is none.
  private func existingFiles() throws(ToolError) -> [String: Existing] {
    let names: [String]
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      let why = obstacle.map { "\($0) is not a folder" } ?? "\(Reason(error))"
      throw .sentence("the folder \(path) cannot be used: \(why)")
    }
    var existing: [String: Existing] = [:]
    for name in names where name.hasSuffix(GeneratedFile.nameEnding) { existing[name] = try content(of: name) }
    return existing
  }

  /// The part of the path that is a file.
  private var obstacle: String? {
    var part = path
    while !part.isEmpty, part != "/" {
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: part, isDirectory: &isFolder) { return isFolder.boolValue ? nil : part }
      part = (part as NSString).deletingLastPathComponent
    }
    return nil
  }

  private func content(of name: String) throws(ToolError) -> Existing {
    do {
      switch try FileManager.default.attributesOfItem(atPath: path(of: name))[.type] as? FileAttributeType {
      case .typeRegular?:
        let bytes = Array(try Data(contentsOf: URL(filePath: path(of: name))))
        return bytes.starts(with: GeneratedFile.mark.utf8)
          ? .generated(bytes) : .foreign("a file that was not generated")
      case .typeSymbolicLink?: return .foreign("a symbolic link")
      case .typeDirectory?: return .foreign("a folder")
      default: return .foreign("not a file")
      }
    } catch {
      throw .sentence("\(path(of: name)) cannot be read: \(Reason(error))")
    }
  }

  private func write(_ file: GeneratedFile) throws(ToolError) {
    do {
      try Data(file.text.utf8).write(to: URL(filePath: path(of: file.name)), options: .atomic)
    } catch {
      throw .sentence("\(path(of: file.name)) cannot be written: \(Reason(error))")
    }
  }

  private func remove(_ name: String) throws(ToolError) {
    do {
      try FileManager.default.removeItem(atPath: path(of: name))
    } catch {
      throw .sentence("\(path(of: name)) cannot be removed: \(Reason(error))")
    }
  }

  private func path(of name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }
}
