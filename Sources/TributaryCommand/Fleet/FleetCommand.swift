/// `tributary fleet WHAT`: keeps the databases of many accounts in sync.
enum FleetCommand: Sendable {
  case prepare(FleetPreparation)
  case add(FleetAddition)
  case list(FleetListing)
  case pause(FleetPause)
  case work(FleetWork)

  private static let names = ["init", "migrate", "add", "list", "pause", "work", "status"]

  init(_ reader: inout ArgumentReader, environment: [String: String]) throws(UsageError) {
    guard let name = reader.word() else {
      throw UsageError("fleet needs a word for what to do: \(Self.names.listed(by: "or")).")
    }
    switch name {
    case "init": self = .prepare(try FleetPreparation(&reader, environment: environment, isNew: true))
    case "migrate": self = .prepare(try FleetPreparation(&reader, environment: environment, isNew: false))
    case "add": self = .add(try FleetAddition(&reader, environment: environment))
    case "list": self = .list(try FleetListing(&reader, environment: environment, isSummary: false))
    case "status": self = .list(try FleetListing(&reader, environment: environment, isSummary: true))
    case "pause": self = .pause(try FleetPause(&reader, environment: environment))
    case "work": self = .work(try FleetWork(&reader, environment: environment))
    default: throw UsageError("There is no command \"fleet \(name)\".", near: name, among: Self.names)
    }
  }

  func run() async throws -> ExitCode {
    switch self {
    case .prepare(let command): try await command.run()
    case .add(let command): try await command.run()
    case .list(let command): try await command.run()
    case .pause(let command): try await command.run()
    case .work(let command): try await command.run()
    }
  }
}
