import Foundation
import TributaryEmitter
import TributaryJSON
import TributaryLanguage

/// The command line: reads the arguments, does what they ask for, and ends with 0, 1 for errors, or 2 for arguments
/// that it does not understand.
@main
enum GeneratorTool {
  static func main() {
    do throws(ToolError) {
      switch try Arguments(Array(CommandLine.arguments.dropFirst())).action {
      case .help: print(Arguments.help)
      case .version: print(version)
      case .check(let specs):
        _ = try specification(in: specs)
        TargetFolder.warning(forSpecs: specs).map { complain("tributary-generator: warning: \($0)") }
      case .generate(let specs, let output): try generate(specs, into: output)
      case .initialize(let name, let package): try make(name, from: package)
      }
    } catch {
      error.lines.forEach(complain)
      exit(error.exitCode)
    }
  }

  /// The version of the language and of what is generated from it.
  static let version = PackageVersion.current

  private static func specification(in specs: String) throws(ToolError) -> Specification {
    let checked = SpecificationChecker.check(try SpecFolder.files(in: specs))
    let lines = checked.diagnostics.map(\.description)
    guard let specification = checked.specification else { throw .failed(lines) }
    lines.forEach(complain)
    return specification
  }

  private static func complain(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

  private static func make(_ name: String, from place: String?) throws(ToolError) {
    if name.contains("/") {
      throw .usage("\"\(name)\" is a path; go to the folder that shall hold the package, and give a name alone")
    }
    if let problem = ModuleName.problem(with: name) { throw .usage("\"\(name)\" \(problem)") }
    if NewPackage.models.contains(name) {
      throw .usage("\"\(name)\" is the name of a model that init makes; choose another name")
    }
    let source = if let place { try PackageSource(place) } else { try PackageSource.checkout() }
    let package = NewPackage(name: name, source: source)
    try NewFolder(name).write(package.files)
    print(package.welcome)
  }

  private static func generate(_ specs: String, into output: String) throws(ToolError) {
    let files = Emitter.files(for: try specification(in: specs))
    let changes = try OutputFolder(output).replace(with: files)
    // Silent where nothing changed: a build shows what its tools print.
    if !changes.written.isEmpty { print("wrote \(changes.written.joined(separator: ", "))") }
    if !changes.removed.isEmpty { print("removed \(changes.removed.joined(separator: ", "))") }
  }
}
