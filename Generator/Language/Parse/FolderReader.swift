import TributaryJSON

/// Parses the files of a folder.
enum FolderReader {
  /// The folder in its parsed form. A file that is not valid JSON is reported and skipped; the others are read.
  ///
  /// - Parameter files: The files in order; `api.json` is added, empty, where it is missing, so that it has a place.
  static func read(_ files: inout [SourceFile], _ findings: inout Findings) -> ParsedFolder {
    var folder = ParsedFolder()
    var outputs = OutputNames()
    var missing: Int?
    let misnamed = files.firstIndex { $0.name != "api.json" && $0.name.lowercased() == "api.json" }
    if let misnamed {
      findings.error(
        "\(files[misnamed].name.quoted) must be named \"api.json\", in small letters",
        at: Location(file: misnamed, offset: 0))
    } else if !files.contains(where: { $0.name == "api.json" }) {
      let path = (files.first?.directory ?? "") + "api.json"
      missing = files.count
      files.append(SourceFile(path: path, bytes: SharedBytes()))
      findings.error(
        "this file is missing; it must contain at least {\"module\": \"...\"}",
        at: Location(file: files.count - 1, offset: 0))
    }
    for (index, file) in files.enumerated() where index != misnamed && outputs.admit(file, index: index, &findings) {
      guard index != missing else { continue }
      guard let root = root(of: file, index: index, &findings) else {
        if file.name != "api.json" { folder.declaresAllTypes = false }
        continue
      }
      var reader = FileReader(file: index, bytes: file.bytes, findings: findings)
      if file.name == "api.json" {
        folder.api = reader.parsedAPI(root)
      } else {
        folder.files.append(reader.parsedFile(root, name: String(file.name.dropLast(".json".count))))
      }
      if reader.lostDeclarations { folder.declaresAllTypes = false }
      findings = reader.findings
    }
    return folder
  }

  private static func root(of file: SourceFile, index: Int, _ findings: inout Findings) -> JSONNode? {
    if file.bytes.byteOrderMarkCount > 0 {
      findings.warning(
        "the file begins with a byte order mark, which is ignored", at: Location(file: index, offset: 0),
        advice: "save it as UTF-8 without one")
    }
    do throws(JSONError) {
      return try JSONNode.parse(file.bytes)
    } catch {
      findings.error(
        "this is not valid JSON: \(error.reason)", at: Location(file: index, offset: error.offset),
        advice: JSONSlip.advice(for: error, in: file.bytes))
      return nil
    }
  }
}

/// The names of the Swift files that a folder becomes.
private struct OutputNames {
  private var given: [String: Int] = [:]

  /// Whether a file is a spec. This reports files that cannot be specs and names that clash.
  mutating func admit(_ file: SourceFile, index: Int, _ findings: inout Findings) -> Bool {
    let start = Location(file: index, offset: 0)
    let folded = file.name.lowercased()
    if folded.hasSuffix(".schema.json") { return false }
    if file.name.isEmpty {
      findings.warning("this folder is not read", at: start, advice: "specs are in the folder of api.json itself")
      return false
    }
    guard file.name.hasSuffix(".json") else {
      findings.warning(
        "this file is not read", at: start,
        advice: folded.hasSuffix(".json") ? "its name must end in .json, in small letters" : "specs end in .json")
      return false
    }
    let name = String(folded.dropLast(".json".count))
    if let other = given[name] {
      findings.error(
        "the Swift file of this spec has the same name as another one", at: start, advice: "rename one of them",
        notes: [Located(value: "the other one", location: Location(file: other, offset: 0))])
    } else {
      given[name] = index
    }
    if name == "client" {
      findings.error(
        "client.json would become client.generated.swift, which api.json becomes", at: start, advice: "rename it")
    } else if name.isEmpty || !file.name.dropLast(".json".count).utf8.allSatisfy(Self.isAllowed) {
      findings.error(
        "the name \(file.name.quoted) cannot be the name of a Swift file", at: start,
        advice: "write letters from A to Z, digits, hyphens and underscores")
    } else if name.utf8.count > Self.greatestLength {
      findings.error(
        "the name of this file is longer than \(Self.greatestLength) characters, too long for that of a Swift file",
        at: start, advice: "rename it")
    }
    return true
  }

  /// File systems allow 255 bytes, and the rest of the Swift file's name needs some of them.
  private static let greatestLength = 200

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
