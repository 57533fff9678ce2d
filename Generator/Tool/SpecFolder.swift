import Foundation
import TributaryJSON
import TributaryLanguage

/// Reads the files of a spec folder.
enum SpecFolder {
  /// The maximum size of a spec file. It is more than anyone writes by hand, and protects against endless devices.
  private static let greatestSize = 16 << 20

  /// What files are called that somebody may take for specs.
  private static let suffixes = [".json", ".jsonc", ".json5", ".yaml", ".yml"]

  /// The spec files, in the order of their names, and what may be taken for some. Hidden files, and files of other
  /// kinds, are skipped.
  static func files(in folder: String) throws(ToolError) -> [SourceFile] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
      throw .sentence("there is no folder \(folder)")
    }
    guard isFolder.boolValue else { throw .sentence("\(folder) is a file; name the folder that holds the specs") }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw .sentence("the folder \(folder) cannot be read: \(Reason(error))")
    }
    let visible = names.filter { !$0.hasPrefix(".") }.sorted()
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    var files: [SourceFile] = []
    for name in visible where suffixes.contains(where: { name.lowercased().hasSuffix($0) }) {
      files.append(try file(at: base + name))
    }
    guard files.contains(where: { $0.path.lowercased().hasSuffix(".json") }) else {
      throw .sentence("the folder \(folder) holds no specs; it needs at least api.json")
    }
    let nested = visible.filter { holdsSpecs(base + $0) }
    return files + nested.map { SourceFile(path: base + $0 + "/", bytes: SharedBytes()) }
  }

  /// Whether something is a folder with files that look like specs.
  private static func holdsSpecs(_ path: String) -> Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.contains { name in
      guard name.hasSuffix(".json"), let file = try? file(at: "\(path)/\(name)") else { return false }
      return ["\"module\"", "\"models\"", "\"resources\"", "\"endpoints\""].contains { file.bytes.text.contains($0) }
    }
  }

  private static func file(at path: String) throws(ToolError) -> SourceFile {
    let content: Data
    do {
      let size = try FileManager.default.attributesOfItem(atPath: URL(filePath: path).resolvingSymlinksInPath().path)
      guard size[.type] as? FileAttributeType == .typeRegular else {
        throw ToolError.sentence("\(path) is not a file")
      }
      guard size[.size] as? Int ?? 0 <= greatestSize else {
        throw ToolError.sentence("\(path) is larger than \(greatestSize >> 20) MiB, the limit for a spec")
      }
      content = try Data(contentsOf: URL(filePath: path))
    } catch let error as ToolError {
      throw error
    } catch {
      throw .sentence("\(path) cannot be read: \(Reason(error))")
    }
    return SourceFile(path: path, bytes: SharedBytes(Array(content)))
  }
}
