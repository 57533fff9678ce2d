import Foundation
import TributaryJSON
import TributaryLanguage

/// Reads the files of a spec folder.
enum SpecFolder {
  /// The maximum size of a spec file. It is more than anyone writes by hand, and protects against endless devices.
  private static let greatestSize = 16 << 20

  /// The spec files, in the order of their names. Hidden files, and files of other kinds, are skipped.
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
    let specs = names.filter { $0.lowercased().hasSuffix(".json") && !$0.hasPrefix(".") }.sorted()
    guard !specs.isEmpty else { throw .sentence("the folder \(folder) holds no specs; it needs at least api.json") }
    var files: [SourceFile] = []
    for name in specs { files.append(try file(at: folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)")) }
    return files
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
