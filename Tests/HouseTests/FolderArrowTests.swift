import Foundation
import Testing

/// Arrows between the folders of a target run one way, and only those are there that are listed here.
@Suite("Folders")
struct FolderArrowTests {
  /// For each target, the folders whose types a folder's files mention. `.` are the files beside the folders.
  private static let allowed: [String: [String: Set<String>]] = [
    "Sources/TributaryJSON": [
      "Errors": ["Bytes"],
      "Reading": ["Bytes", "Errors", "Scanning"],
      "Writing": ["Bytes", "Paths", "Scanning"],
      "Values": ["Bytes", "Errors", "Reading", "Scanning", "Writing"],
      "Paths": ["Bytes", "Reading"],
    ],
    "Sources/Tributary": [
      "Filters": ["Values"],
      "Client": ["Filters", "Values"],
      "Store": ["Filters", "Values"],
      "Sync": ["Client", "Filters", "Store", "Values"],
    ],
    "Sources/TributarySQLite": [
      "Connection": ["Files", "Functions"],
      "Tables": ["Connection"],
      ".": ["Connection", "Files", "Tables"],
      "Fleet": [".", "Connection", "Files", "Tables"],
    ],
    "Sources/TributaryFleet": ["Scheduling": ["Accounts"], "Working": ["Accounts", "Scheduling"]],
    "Sources/TributaryPostgreSQL": [
      "Accounts": ["Connections", "Database", "Streams"],
      "Database": ["Connections", "Witness"],
      "Reading": ["Connections", "Streams"],
      "Schema": ["Connections", "Database"],
      "Streams": ["Connections", "Database", "Schema", "Witness"],
    ],
    "Sources/TributaryHTTP": [
      "Content": ["Transport"],
      "Messages": ["Content"],
      "Curl": [".", "Content", "Messages", "Transport"],
      ".": ["Messages", "Transport"],
    ],
    "Sources/TributaryEmulator": ["Routing": ["Simulation"], "Loopback": ["Routing"]],
    "Sources/ZendeskSellEmulator": [
      "Devices": ["Settings", "Storage"],
      "State": ["Devices", "Resources", "Responses", "Settings", "Storage"],
      "Sync": ["Devices", "Resources", "Responses", "State", "Storage"],
      "Seeding": ["Resources", "Settings", "State"],
      "Search": ["Resources", "Responses", "State", "Storage"],
      "REST": ["Resources", "Responses", "Search", "Settings", "State", "Storage", "Sync"],
      ".": ["REST", "Seeding", "Settings", "State", "Sync"],
    ],
    "Sources/TributaryCommand": [
      "Output": ["Arguments"],
      "Services": ["Arguments"],
      "Status": ["Arguments", "Output"],
      "Query": ["Arguments", "Output", "Services", "Status"],
      "Serve": ["Arguments", "Output"],
      "Sync": ["Arguments", "Output", "Services"],
      "Demo": ["Arguments", "Output"],
      "Fleet": ["Arguments", "Output", "Services"],
      ".": ["Arguments", "Demo", "Fleet", "Output", "Query", "Serve", "Status", "Sync"],
    ],
    "Generator/Language": [
      "Names": ["Diagnostics"],
      "Parse": ["Diagnostics", "Model", "Names"],
      "Expand": ["Diagnostics", "Model", "Names", "Parse"],
      "Resolve": ["Diagnostics", "Model", "Names", "Parse"],
      "Validate": ["Diagnostics", "Model", "Parse", "Resolve"],
      ".": ["Diagnostics", "Expand", "Model", "Parse", "Resolve", "Validate"],
    ],
    "Generator/Tool": ["Init": ["Errors"], ".": ["Errors", "Init"]],
    "Generator/Emitter": ["Templates": ["Names", "Text"], ".": ["Names", "Templates", "Text"]],
  ]

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The folders of all targets that have Swift in them.
  private static func targets() throws -> [String] {
    try ["Sources", "Generator"].flatMap { parent in
      try FileManager.default.contentsOfDirectory(atPath: root.appending(path: parent).path).map { "\(parent)/\($0)" }
    }.filter { try !files(of: $0).isEmpty }.sorted()
  }

  private static func files(of target: String) throws -> [String: String] {
    let folder = root.appending(path: target)
    var files: [String: String] = [:]
    for case let path as String in FileManager.default.enumerator(atPath: folder.path) ?? .init()
    where path.hasSuffix(".swift") {
      files[path] = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }
    return files
  }

  @Test("A target has the arrows that are listed, and no ring", arguments: try targets())
  func arrows(target: String) throws {
    let arrows = FolderArrows(try Self.files(of: target))
    #expect(arrows.ring == nil)
    let allowed = Self.allowed[target] ?? [:]
    for folder in Set(arrows.targets.keys).union(allowed.keys).sorted() {
      let found = arrows.targets[folder] ?? []
      for wrong in found.subtracting(allowed[folder] ?? []).sorted() {
        Issue.record("\(folder) -> \(wrong): \(arrows.places["\(folder) -> \(wrong)"] ?? "")")
      }
      #expect((allowed[folder] ?? []).subtracting(found) == [], "\(folder) does not need these any more")
    }
  }

  @Test("Every target that is listed exists")
  func targetsExist() throws { #expect(Set(Self.allowed.keys).subtracting(try Self.targets()) == []) }

  @Test("Arrows are found in declarations, extensions and signatures, not in comments, strings and members")
  func derivation() {
    let low = "public struct Low { struct Inner {} }\nprivate struct Hidden {}\nenum Side {}"
    func arrows(_ text: String) -> Set<String>? {
      FolderArrows(["Low/Low.swift": low, "High/High.swift": text]).targets["High"]
    }
    #expect(arrows("extension Low { func a() {} }") == ["Low"])
    #expect(arrows("func a(_ low: [Low]?) {}") == ["Low"])
    #expect(arrows("let a = Side.self") == ["Low"])
    #expect(arrows("// Low\n/* Low */ let a = \"Low\"; let b = x.Low; let c: Inner") == nil)
    #expect(arrows(#"let a = "\(b["Low {", default: "}"]) Low"; let c: Side"#) == ["Low"])
    #expect(arrows(#"let a = "\("\(Side.self)")""#) == ["Low"])
    #expect(arrows("func a<Low: Sequence>(_ low: Low) {}") == nil)
    #expect(arrows("struct Low {}; let a: Low; let b: Hidden") == nil)
  }

  @Test("A ring is found, however long it is")
  func ring() {
    var files = [
      "A/a.swift": "struct A { var b: B }", "B/b.swift": "struct B { var c: C }", "C/c.swift": "struct C {}",
    ]
    #expect(FolderArrows(files).ring == nil)
    files["C/more.swift"] = "extension A {}"
    #expect(FolderArrows(files).ring == "A")
    #expect(FolderArrows(["a.swift": "struct A { var b: B }", "B/b.swift": "struct B { var a: [A] }"]).ring == ".")
  }
}
