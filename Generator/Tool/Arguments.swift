/// What the command line asks for.
struct Arguments {
  enum Action: Equatable {
    case help
    case version
    case check(specs: String)
    case generate(specs: String, output: String)
    case initialize(name: String, package: String?)
  }

  let action: Action

  init(_ arguments: [String]) throws(ToolError) {
    if arguments.contains("--help") || arguments.contains("-h") || arguments == ["help"] {
      action = .help
      return
    }
    guard let command = arguments.first else { throw .usage("say what to do: generate, check or init") }
    let words = arguments.dropFirst()
    switch command {
    case "--version":
      guard arguments.count == 1 else { throw .usage("--version takes no arguments") }
      action = .version
    case "check":
      let line = try Self.read(words, option: "--output", "the folder to write to")
      guard line.option == nil else { throw .usage("check writes nothing and takes no --output") }
      action = .check(specs: try Self.only(line.names))
    case "generate":
      let line = try Self.read(words, option: "--output", "the folder to write to")
      let specs = try Self.only(line.names)
      guard let output = line.option else { throw .usage("generate needs --output and the folder to write to") }
      action = .generate(specs: specs, output: output)
    case "init":
      let line = try Self.read(words, option: "--package", "the folder or the URL of Tributary")
      guard let name = line.names.first else { throw .usage("name the package: tributary-generator init Shop") }
      guard line.names.count == 1 else { throw .usage("name one package, not \(line.names.count)") }
      action = .initialize(name: name, package: line.option)
    default: throw .usage("there is no command \"\(command)\", only generate, check and init")
    }
  }

  /// Reads the words after the command.
  ///
  /// - Parameters:
  ///   - option: The one option that may be among them.
  ///   - value: What follows the option, for messages.
  private static func read(
    _ arguments: ArraySlice<String>, option: String, _ value: String
  ) throws(ToolError) -> (names: [String], option: String?) {
    var names: [String] = []
    var found: String?
    var rest = arguments
    while let argument = rest.popFirst() {
      if argument == option || (argument == "-o" && option == "--output") {
        guard found == nil else { throw .usage("\(option) is given twice") }
        guard let next = rest.popFirst(), !next.isEmpty else { throw .usage("\(option) needs \(value)") }
        found = next
      } else if argument.hasPrefix("-") {
        throw .usage("there is no option \(argument)")
      } else {
        names.append(argument)
      }
    }
    return (names, found)
  }

  private static func only(_ folders: [String]) throws(ToolError) -> String {
    guard let folder = folders.first else { throw .usage("name the folder of the specs") }
    guard folders.count == 1 else { throw .usage("name one folder of specs, not \(folders.count)") }
    return folder
  }

  static let help = """
    Makes Swift from a folder of API specs, or a new package with specs of its own.

    USAGE
      tributary-generator generate SPECS --output DIRECTORY
      tributary-generator check SPECS
      tributary-generator init NAME [--package PATH|URL]

    COMMANDS
      generate   Writes one Swift file for each spec file: documents.json becomes documents.generated.swift.
                 Files that would not change are not touched. Generated files whose spec is gone are removed.
      check      Reports everything that is wrong with the specs, and writes nothing.
      init       Makes a package in a new or empty folder NAME: specs of one resource, an emulator of the service, a sync, a
                 test, and a program that shows them. NAME is the name of its module, such as Shop.

    OPTIONS
      -o, --output DIRECTORY   The folder to write to. It is made if it does not exist.
      --package PATH|URL       Where the new package takes Tributary from: a checkout, or a repository, of which it uses
                               the branch main. By default, the checkout that this tool was built from.
      --version                Shows the version.
      -h, --help               Shows this help.

    Errors go to standard error as file:line:column: error: message. The exit code is 0; 1 for errors in the specs,
    in which case no file is changed, or on the disk; or 2 for arguments that make no sense.
    """
}
