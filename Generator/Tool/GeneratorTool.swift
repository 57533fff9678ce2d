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

  private static func generate(_ specs: String, into output: String) throws(ToolError) {
    let files = Emitter.files(for: try specification(in: specs))
    let changes = try OutputFolder(output).replace(with: files)
    // Silent where nothing changed: a build shows what its tools print.
    if !changes.written.isEmpty { print("wrote \(changes.written.joined(separator: ", "))") }
    if !changes.removed.isEmpty { print("removed \(changes.removed.joined(separator: ", "))") }
  }
}
