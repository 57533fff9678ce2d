import Foundation
import Testing

/// A package that depends on this one and has specs of its own is built and run, and built again after each change that
/// can happen to a spec.
@Suite("Build plugin", .serialized)
struct PluginTests {
  private static let crate = #"{"models": {"Crate": {"fields": {"id": "id"}}}}"#

  @Test("Another package builds without a warning, calls, and follows its specs as they change, come, move and go")
  func consumer() throws {
    let package = try ConsumerPackage()
    try #require(succeeded(package.build()))
    let first = try package.check()
    #expect(
      first.output == """
        request https://shop.example.com/shelves/top%20left/items?size=large
        item a {"id":"a","size":"huge","price":"1.5","contains":{"id":"b","price":"2"},"new":true}
        fields id size price link contains oldName
        Crate false

        """)

    let items = try package.text(of: "items.json")
    try package.write(items.replacing(#""link""#, with: #""colour": "string?", "link""#), to: "items.json")
    try package.write(Self.crate, to: "crates.json")
    try #require(succeeded(package.build()))
    let second = try package.check()
    #expect(second.output.contains("fields id size price colour link contains oldName\n"))
    #expect(second.output.contains("Crate true\n"))

    try package.rename("crates.json", to: "boxes.json")
    try #require(succeeded(package.build()))
    #expect(try package.check().output.contains("Crate true\n"))

    try package.write(items.replacing(#""summary""#, with: #""sumary""#), to: "items.json")
    let misspelt = try package.build()
    #expect(misspelt.status != 0)
    #expect(misspelt.text.contains(/Specs\/items\.json:5:7: error: .*"sumary".*did you mean "summary"\?/))

    try package.write(items, to: "items.json")
    try package.remove("boxes.json")
    try #require(succeeded(package.build()))
    let last = try package.check()
    #expect(last.output == first.output)

    try package.removeAllSpecs()
    let missing = try package.build()
    #expect(missing.status != 0)
    #expect(missing.text.contains(/the target (Shop|Isolated) has no folder Specs/))
  }

  private func succeeded(_ run: ProgramRun) -> Bool {
    if run.status != 0 { Issue.record(Comment(rawValue: run.text)) }
    return run.status == 0
  }
}
