/// What the command line asks for.
struct Arguments {
  enum Action: Equatable {
    case help
    case version
    case check(specs: String)
    case generate(specs: String, output: String)
  }

  let action: Action

  init(_ arguments: [String]) throws(ToolError) {
    if arguments.contains("--help") || arguments.contains("-h") || arguments == ["help"] {
      action = .help
      return
    }
    guard let command = arguments.first else { throw .usage("say what to do: generate or check") }
    let (folders, output) = try Self.read(arguments.dropFirst())
    switch command {
    case "--version":
      guard arguments.count == 1 else { throw .usage("--version takes no arguments") }
      action = .version
    case "check":
      guard output == nil else { throw .usage("check writes nothing and takes no --output") }
      action = .check(specs: try Self.only(folders))
    case "generate":
      let specs = try Self.only(folders)
      guard let output else { throw .usage("generate needs --output and the folder to write to") }
      action = .generate(specs: specs, output: output)
    default: throw .usage("there is no command \"\(command)\", only generate and check")
    }
  }

  private static func read(_ arguments: ArraySlice<String>) throws(ToolError) -> (folders: [String], output: String?) {
    var folders: [String] = []
    var output: String?
    var rest = arguments
    while let argument = rest.popFirst() {
      if argument == "--output" || argument == "-o" {
        guard output == nil else { throw .usage("--output is given twice") }
        guard let folder = rest.popFirst() else { throw .usage("--output needs a folder") }
        output = folder
      } else if argument.hasPrefix("-") {
        throw .usage("there is no option \(argument)")
      } else {
        folders.append(argument)
      }
    }
    return (folders, output)
  }

  private static func only(_ folders: [String]) throws(ToolError) -> String {
    guard let folder = folders.first else { throw .usage("name the folder of the specs") }
    guard folders.count == 1 else { throw .usage("name one folder of specs, not \(folders.count)") }
    return folder
  }

  static let help = """
    Makes Swift from a folder of API specs.

    USAGE
      tributary-generator generate SPECS --output DIRECTORY
      tributary-generator check SPECS

    COMMANDS
      generate   Writes one Swift file for each spec file: documents.json becomes documents.generated.swift.
                 Files that would not change are not touched. Generated files whose spec is gone are removed.
      check      Reports everything that is wrong with the specs, and writes nothing.

    OPTIONS
      -o, --output DIRECTORY   The folder to write to. It is made if it does not exist.
      --version                Shows the version.
      -h, --help               Shows this help.

    Errors go to standard error as file:line:column: error: message. The exit code is 0, or 1 for errors in the specs
    or on the disk, in which case no file was changed, or 2 for arguments that make no sense.
    """
}
