import Foundation
import Testing
import TributaryJSON

/// `tributary-generator init`, as a person calls it. CI builds and runs what it makes.
@Suite("A new package")
struct InitTests {
  /// An empty folder with a space in its path, which goes when the test is over.
  private final class Place {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tributary init \(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    func run(_ arguments: [String]) throws -> ProgramRun { try ProgramRun(InitTests.tool, arguments, in: folder) }

    /// Every file and folder below.
    func everything() -> Set<String> {
      Set(FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? [])
    }

    func text(_ name: String) throws -> String { try String(contentsOf: URL(filePath: path(name)), encoding: .utf8) }
  }

  private static let tool = ProgramRun.products.appending(path: "tributary-generator").path

  private static let files: Set = [
    "Package.swift", "README.md", ".gitignore", "Sources/CoffeeShop/Specs/api.json",
    "Sources/CoffeeShop/Specs/shared.json", "Sources/CoffeeShop/Specs/notes.json",
    "Sources/CoffeeShop/CoffeeShopClient.swift", "Sources/CoffeeShopEmulator/CoffeeShopEmulator.swift",
    "Sources/CoffeeShopSync/main.swift", "Tests/CoffeeShopTests/CoffeeShopTests.swift",
  ]

  @Test("has specs that are right, code of moderate width, and files that say what to do next")
  func content() throws {
    let place = try Place()
    let run = try place.run(["init", "CoffeeShop"])
    #expect(run.status == 0 && run.errors == "", "\(run.errors)")
    #expect(run.output.contains("cd CoffeeShop\n") && run.output.contains("swift run CoffeeShopSync "))
    let made = place.everything().filter { !FileManager.default.fileExists(atPath: place.path($0) + "/.") }
    #expect(made == Set(Self.files.map { "CoffeeShop/\($0)" }))
    let check = try place.run(["check", "CoffeeShop/Sources/CoffeeShop/Specs"])
    #expect(check.status == 0 && check.text == "", "\(check.text)")
    for file in made {
      let text = try place.text(file)
      #expect(text.hasSuffix("\n") && !text.contains("\t"))
      if file.hasSuffix(".swift") { #expect(!text.split(separator: "\n").contains { $0.count > 120 }, "\(file)") }
    }
    let manifest = try place.text("CoffeeShop/Package.swift")
    #expect(manifest.contains(#".package(name: "tributary", path: "\#(ProgramRun.repository.path)")"#))
    let readme = try place.text("CoffeeShop/README.md")
    #expect(readme.contains("coffee-shop.sqlite 'SELECT id, text, is_done FROM coffee_shop_note'"))
    let adapter = try place.text("CoffeeShop/Sources/CoffeeShop/CoffeeShopClient.swift")
    #expect(adapter.split(separator: "\n").count <= 20)
    let format = ["format", "lint", "--strict", "--recursive", "CoffeeShop/Package.swift", "CoffeeShop"]
    let lint = try ProgramRun("swift", format, in: place.folder)
    #expect(lint.status == 0, "\(lint.text)")
  }

  @Test(
    "takes Tributary from where it is told to",
    arguments: [
      (
        "https://example.com/us/tributary.git", #"url: "https://example.com/us/tributary.git", branch: "main""#,
        "tributary"
      ),
      ("https://example.com/us/My-Fork/", #"url: "https://example.com/us/My-Fork/", branch: "main""#, "my-fork"),
      ("git@example.com:us/tributary", #"url: "git@example.com:us/tributary", branch: "main""#, "tributary"),
      ("a \"clone\" \\(1)", #"path: "PLACE/a \"clone\" \\(1)""#, "tributary"),
      ("./a \"clone\" \\(1)/", #"path: "PLACE/a \"clone\" \\(1)""#, "tributary"),
    ])
  func source(given: String, dependency: String, identity: String) throws {
    let place = try Place()
    try FileManager.default.createSymbolicLink(
      atPath: place.path("a \"clone\" \\(1)"), withDestinationPath: ProgramRun.repository.path)
    let run = try place.run(["init", "Shop", "--package", given])
    #expect(run.status == 0, "\(run.errors)")
    let manifest = try place.text("Shop/Package.swift")
    #expect(manifest.contains(dependency.replacing("PLACE", with: place.folder.path)), "\(manifest)")
    #expect(manifest.contains("let tributary = \"\(identity)\"\n"))
  }

  @Test(
    "is refused with a reason where the arguments make no sense, and nothing is written",
    arguments: [
      (["init"], "name the package"), (["init", "A", "B"], "one package, not 2"), (["init", ""], "cannot be the name"),
      (["init", "--package"], "--package needs the folder"), (["init", "Shop", "--package"], "--package needs"),
      (["init", "Shop", "--package", ""], "--package needs"),
      (["init", "Shop", "--package", "a", "--package", "b"], "given twice"),
      (["init", "Shop", "--output", "a"], "no option --output"), (["init", "Shop", "--force"], "no option --force"),
      (["check", "Shop", "--package", "a"], "no option --package"), (["inti", "Shop"], "no command \"inti\""),
      (["init", "shop"], "begins with a small letter; write Shop"), (["init", "class"], "small letter; write Class"),
      (["init", "Coffee Shop"], "cannot be the name"), (["init", "Coffee-Shop"], "cannot be the name"),
      (["init", "2Shop"], "cannot be the name"), (["init", "_Shop"], "cannot be the name"),
      (["init", "Bücher"], "letters from A to Z"), (["init", "."], "cannot be the name"),
      (["init", ".."], "cannot be the name"), (["init", "Shop.swift"], "cannot be the name"),
      (["init", "a/Shop"], "is a path; go to the folder"), (["init", "/tmp/Shop"], "is a path"),
      (["init", String(repeating: "A", count: 101)], "longer than 100 bytes"), (["init", "Self"], "a word of Swift"),
      (["init", "Any"], "a word of Swift"), (["init", "Task"], "a type of Swift"),
      (["init", "URL"], "a type of Foundation"),
      (["init", "Process"], "a type of Foundation"), (["init", "Foundation"], "another module"),
      (["init", "Testing"], "another module"), (["init", "MyAzur"], "another module"),
      (["init", "SwiftUI"], "another module"), (["init", "Client"], "every generated module"),
      (["init", "MemoryStore"], "a type of Tributary"), (["init", "Note"], "a model that init makes"),
      (
        ["init", "Shop", "--package", "nowhere"], "no folder nowhere to take Tributary from; a URL begins with https://"
      ),
      (["init", "Shop", "--package", "/"], "is not a checkout of Tributary"),
      (["init", "Shop", "--package", "https://"], "is not the URL of a repository"),
      (["init", "Shop", "--package", "https://a/\"b"], "is not the URL of a repository"),
    ] as [([String], String)])
  func refusals(arguments: [String], reason: String) throws {
    let place = try Place()
    let run = try place.run(arguments)
    #expect(run.status == 2 && run.output == "")
    #expect(run.errors.hasPrefix("tributary-generator: error: ") && run.errors.contains(reason), "\(run.errors)")
    #expect(run.errors.contains("Try tributary-generator --help."))
    #expect(place.everything() == [])
  }

  @Test("cannot have the name of a model in its own specs")
  func models() throws {
    let place = try Place()
    #expect(try place.run(["init", "CoffeeShop"]).status == 0)
    var models: [String] = []
    for spec in ["notes", "shared"] {
      let text = try place.text("CoffeeShop/Sources/CoffeeShop/Specs/\(spec).json")
      let object = try JSONReader.read(JSONValue.self, from: SharedBytes(text))
      models += object["models"]?.object?.map { String($0.key.prefix { $0 != "<" }) } ?? []
    }
    #expect(models.count == 6)
    for model in models { #expect(try place.run(["init", model]).status == 2, "\(model)") }
  }

  @Test("goes into an empty folder, and into none that holds something")
  func folders() throws {
    let place = try Place()
    let files = FileManager.default
    try files.createDirectory(atPath: place.path("Empty"), withIntermediateDirectories: true)
    #expect(try place.run(["init", "Empty"]).status == 0)
    try files.createDirectory(atPath: place.path("Full"), withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: place.path("Full/.hidden")))
    try Data("mine".utf8).write(to: URL(filePath: place.path("File")))
    try files.createSymbolicLink(atPath: place.path("Link"), withDestinationPath: "nowhere")
    let before = place.everything()
    for (name, reason) in [
      ("Full", "the folder Full is not empty; empty it, or choose another name"),
      ("Empty", "the folder Empty is not empty"), ("File", "File exists and is not a folder; move it away"),
      ("Link", "Link exists and is not a folder"),
    ] {
      let run = try place.run(["init", name])
      #expect(run.status == 2 && run.errors.contains(reason), "\(run.errors)")
    }
    #expect(place.everything() == before)
    #expect(try place.text("File") == "mine")
  }

  @Test("leaves nothing where it cannot be written as a whole")
  func failure() throws {
    let place = try Place()
    try FileManager.default.createDirectory(atPath: place.path("Empty"), withIntermediateDirectories: true)
    // A file may have a few blocks only: the first ones can be written, and a longer one only in part.
    let limited = "trap '' XFSZ; ulimit -f 3; exec \"$0\" init \"$1\""
    for name in ["Shop", "Empty"] {
      let run = try ProgramRun("/bin/sh", ["-c", limited, Self.tool, name], in: place.folder)
      #expect(run.status == 1 && run.output == "")
      let start = "tributary-generator: error: the package \(name) cannot be written: "
      #expect(run.errors.hasPrefix(start) && run.errors.hasSuffix("; nothing of it is left\n"), "\(run.errors)")
      #expect(place.everything() == ["Empty"])
    }
    #expect(try place.run(["init", "Empty"]).status == 0)
    #if os(Linux)
    let nowhere = try ProgramRun(Self.tool, ["init", "Shop"], in: URL(filePath: "/proc"))
    #expect(nowhere.status == 1 && nowhere.errors.contains("the package Shop cannot be written: "), "\(nowhere.errors)")
    #endif
  }
}
