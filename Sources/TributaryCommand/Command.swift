import Tributary

/// What a command line requests.
enum Command {
  case demo(DemoCommand)
  case sync(SyncCommand)
  case query(QueryCommand)
  case status(StatusCommand)
  case serve(ServeCommand)
  case fleet(FleetCommand)
  case help(String)
  case version

  init(_ arguments: [String], environment: [String: String]) throws(UsageError) {
    var reader = ArgumentReader(arguments)
    if reader.flag("--version") {
      self = .version
      return
    }
    var wantsHelp = reader.flag("--help")
    if reader.flag("-h") { wantsHelp = true }
    guard let name = reader.word() else {
      try reader.finish()
      self = .help(Help.overview)
      return
    }
    switch name {
    case "demo": self = wantsHelp ? .help(Help.demo) : .demo(try DemoCommand(&reader))
    case "sync": self = wantsHelp ? .help(Help.sync) : .sync(try SyncCommand(&reader, environment: environment))
    case "query": self = wantsHelp ? .help(Help.query) : .query(try QueryCommand(&reader, environment: environment))
    case "status": self = wantsHelp ? .help(Help.status) : .status(try StatusCommand(&reader))
    case "serve": self = wantsHelp ? .help(Help.serve) : .serve(try ServeCommand(&reader))
    case "fleet":
      self = wantsHelp ? .help(Help.fleet) : .fleet(try FleetCommand(&reader, environment: environment))
    case "help": self = .help(Help.overview)
    default:
      throw UsageError(
        "There is no command \"\(name)\".", near: name, among: ["demo", "sync", "query", "status", "serve", "fleet"])
    }
  }

  /// Carries the command out.
  func run() async throws -> ExitCode {
    switch self {
    case .demo(let command): return try await command.run()
    case .sync(let command): return try await command.run()
    case .query(let command): return try await command.run()
    case .status(let command): return try command.run()
    case .serve(let command): return try await command.run()
    case .fleet(let command): return try await command.run()
    case .help(let text):
      Console().conclude(text)
      return .success
    case .version:
      Console().conclude("tributary \(UserAgent.version)")
      return .success
    }
  }
}
