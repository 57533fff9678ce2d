import Foundation

/// Where a new package takes Tributary from.
struct PackageSource {
  /// The folder or the URL, for people.
  let place: String
  /// What the manifest depends on, as an expression.
  let dependency: String
  /// What the manifest calls the package.
  let identity: String
}

extension PackageSource {
  /// A folder, or the URL of a repository, of which the branch `main` is taken.
  init(_ place: String) throws(ToolError) {
    self = place.contains("://") || place.hasPrefix("git@") ? try .url(place) : try .folder(place)
  }

  /// The checkout that this tool was built from.
  static func checkout() throws(ToolError) -> PackageSource {
    let file = URL(filePath: #filePath)
    let folder = (0..<4).reduce(file) { folder, _ in folder.deletingLastPathComponent() }
    do throws(ToolError) { return try .folder(folder.path(percentEncoded: false)) } catch {
      throw .usage("the checkout that this tool was built from is gone; name another with --package PATH or URL")
    }
  }

  private static func url(_ place: String) throws(ToolError) -> PackageSource {
    let name = place.split { $0 == "/" || $0 == ":" }.last.map(String.init) ?? ""
    let identity = (name.hasSuffix(".git") ? String(name.dropLast(4)) : name).lowercased()
    guard isPlain(place), !identity.isEmpty, !place.hasSuffix("://") else {
      throw .usage("\(place) is not the URL of a repository, such as https://example.com/tributary.git")
    }
    return PackageSource(
      place: place, dependency: ".package(url: \(literal(place)), branch: \"main\")", identity: identity)
  }

  private static func folder(_ place: String) throws(ToolError) -> PackageSource {
    var path = URL(filePath: place).standardizedFileURL.path(percentEncoded: false)
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      throw .usage("there is no folder \(place) to take Tributary from; a URL begins with https://")
    }
    guard FileManager.default.fileExists(atPath: "\(path)/Generator/BuildPlugin/TributaryPlugin.swift") else {
      throw .usage("the folder \(place) is not a checkout of Tributary")
    }
    return PackageSource(
      place: path, dependency: ".package(name: \"tributary\", path: \(literal(path)))", identity: "tributary")
  }

  /// Whether a text has only characters that a URL can have.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { 0x21..<0x7F ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
  }

  /// A path as a string literal, on one line for any path.
  private static func literal(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": literal += "\\\(scalar)"
      case "\0"..<" ", "\u{7F}", "\u{85}", "\u{2028}", "\u{2029}": literal += "\\u{\(String(scalar.value, radix: 16))}"
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }
}
