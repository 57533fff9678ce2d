import Tributary
import TributaryFleet
import TributaryJSON
import TributarySQLite

/// `tributary fleet work`: synchronizes the accounts that are due until it is stopped.
struct FleetWork: Sendable {
  private let place: FleetPlace
  private let console: Console
  private let urls: AllowedBaseURLs
  private let credentials: CredentialPlace
  private let policy: FleetPolicy
  private let failover: FailoverChoice
  private let connection: ConnectionOptions

  init(_ reader: inout ArgumentReader, environment: [String: String]) throws(UsageError) {
    place = FleetPlace(&reader, environment: environment)
    failover = FailoverChoice(&reader, on: place)
    let isJSON = reader.flag("--json")
    let isQuiet = reader.flag("--quiet")
    if isJSON, isQuiet { reader.complain("--json and --quiet exclude each other.") }
    let console = Console(style: isJSON ? .json : isQuiet ? .quiet : .plain)
    self.console = console
    urls = AllowedBaseURLs(&reader)
    credentials = CredentialPlace(folder: reader.value(of: "--credentials"), environment: environment)
    var policy = FleetPolicy()
    if let slots = reader.number("--slots", in: 1...1_000) {
      policy = FleetPolicy(slots: slots, reservedSlots: slots / 4)
    }
    if let slice = reader.number("--slice", in: 1...3_600) { policy.slice = .seconds(slice) }
    if let lease = reader.number("--lease", in: 3...3_600) { policy.lease = .seconds(lease) }
    if let backoff = reader.number("--backoff", in: 1...3_600) { policy.backoff.initial = .seconds(backoff) }
    if let grace = reader.number("--grace", in: 0...3_600) { policy.grace = .seconds(grace) }
    self.policy = policy
    var connection = ConnectionOptions()
    connection.timeout = reader.number("--timeout", in: 1...86_400)
    if reader.flag("--verbose") { connection.log = { record in console.complain("\(record)") } }
    self.connection = connection
    try reader.finish()
  }

  func run() async throws -> ExitCode {
    // Syncing comes first; a reader of the output that has exited does not end it.
    StandardOutput.shared.endsProgram = false
    let accounts = try place.open(afterFailover: failover)
    if let folder = accounts as? AccountFolder { try folder.lockForWork() }
    let (urls, credentials, client, console) = (urls, credentials, connection.policy, console)
    let signIns = SignIns()
    let worker = FleetWorker(accounts, policy: policy, report: { FleetNarrator.narrate($0, to: console) }) { run in
      let service = try FleetService.named(run.account.service)
      guard try urls.check(run.account.baseURL, of: service) == run.account.baseURL else {
        throw UsageError("The base URL \(run.account.baseURL) must not end in a slash; add the account again.")
      }
      let variables = try credentials.variables(run.account.credential, for: service)
      return try service.sync(run, variables, client, signIns)
    }
    console.say("working on \(place.name); Ctrl-C ends")
    console.emit(["event": "working", "worker": .string(worker.name)])
    // The first signal cancels this task, and the worker lets its syncs end. The second one ends the process.
    let work = Task { try await worker.run() }
    let result = await withTaskCancellationHandler {
      await work.result
    } onCancel: {
      worker.stop()
    }
    do { try result.get() } catch {
      console.emit(["event": "failed", "message": .string("\(error)")])
      throw error
    }
    console.say("stopped; what was held is given back")
    console.emit(["event": "stopped"])
    return .success
  }
}

/// Reports what a worker does, to people or to programs.
enum FleetNarrator {
  static func narrate(_ event: FleetEvent, to console: Console) {
    switch event {
    case .started(let lease):
      console.emit(fields("started", lease))
    case .ended(let lease, let outcome, let duration):
      var object = fields("ended", lease)
      let (name, detail) = words(outcome)
      if case .object(var members) = object {
        members["outcome"] = .string(name)
        members["milliseconds"] = .number(JSONNumber(duration.microseconds / 1_000))
        members["problem"] = detail.map { .string($0) } ?? .null
        object = .object(members)
      }
      console.emit(object)
      let text = detail.map { ": \($0)" } ?? ""
      switch outcome {
      case .failed: console.complain("\(lease.account.label) failed\(text)")
      case .finished(nil): console.say("\(lease.account.label): up to date after \(duration.inWords)")
      default: console.say("\(lease.account.label): \(name)\(text)")
      }
    case .sourceFailed(let error):
      console.emit(["event": "sourceFailed", "message": .string("\(error)")])
      console.complain("\(error)")
    case .synced: break
    }
  }

  private static func words(_ outcome: LeaseOutcome?) -> (String, String?) {
    switch outcome {
    case .finished(nil): ("upToDate", nil)
    case .finished(let reasons?): ("incomplete", reasons)
    case .cut: ("cut", nil)
    case .failed(let problem, let delay): ("failed", "\(problem) (again in \(delay.inWords))")
    case .postponed(let delay): ("postponed", "the service asked to wait; again in \(delay.inWords)")
    case .returned: ("returned", nil)
    case nil: ("lost", nil)
    }
  }

  private static func fields(_ event: String, _ lease: AccountLease) -> JSONValue {
    [
      "event": .string(event), "account": .number(JSONNumber(lease.account.id)),
      "service": .string(lease.account.service), "name": .string(lease.account.name),
      "attempts": .number(JSONNumber(lease.attempts)), "slices": .number(JSONNumber(lease.slices)),
    ]
  }
}
