import Tributary
import TributaryFleet
import TributaryJSON

/// `tributary fleet list` and `tributary fleet status`.
struct FleetListing: Sendable {
  private let place: FleetPlace
  private let console: Console
  private let isSummary: Bool

  init(_ reader: inout ArgumentReader, environment: [String: String], isSummary: Bool) throws(UsageError) {
    place = FleetPlace(&reader, environment: environment)
    console = Console(style: reader.flag("--json") ? .json : .plain)
    self.isSummary = isSummary
    try reader.finish()
  }

  func run() async throws -> ExitCode {
    var summary = FleetSummary()
    var table = TextTable(
      [.init(title: "account", isNumeric: true)]
        + ["service", "name", "state", "last sync", "problem"].map { .init(title: $0) })
    let accounts = try place.open()
    for try await status in accounts.allAccounts {
      summary.add(status)
      guard !isSummary else { continue }
      console.emit(Self.object(status))
      if console.style == .plain { table.add(Self.row(status)) }
    }
    if isSummary {
      summarize(
        summary, failover: try await FleetPlace.failover(accounts), assuming: try await FleetPlace.assumptions(accounts)
      )
    } else if summary.accounts == 0 {
      console.say("There is no account yet; add one with \"tributary fleet add\".")
    } else {
      table.lines.forEach(console.say)
    }
    return .success
  }

  private func summarize(_ summary: FleetSummary, failover: String?, assuming assumptions: [String]) {
    console.emit([
      "event": "status", "accounts": .number(JSONNumber(summary.accounts)), "due": .number(JSONNumber(summary.due)),
      "late": .number(JSONNumber(summary.late)), "failing": .number(JSONNumber(summary.failing)),
      "incomplete": .number(JSONNumber(summary.incomplete)), "syncing": .number(JSONNumber(summary.syncing)),
      "paused": .number(JSONNumber(summary.paused)), "neverSynced": .number(JSONNumber(summary.neverSynced)),
      "oldestSeconds": summary.oldest.map { .number(JSONNumber(Int($0.age.components.seconds))) } ?? .null,
      "oldestAccount": summary.oldest.map { .number(JSONNumber($0.account.id)) } ?? .null,
      "committedAt": summary.committedAt.map { .string($0.description) } ?? .null,
      "failover": failover.map { .string($0) } ?? .null,
      "assumptions": .array(assumptions.map { .string($0) }),
    ])
    guard console.style == .plain else { return }
    var table = TextTable([.init(title: "accounts"), .init(title: summary.accounts.grouped)])
    let rows = [
      ("syncing now", summary.syncing), ("due", summary.due), ("late", summary.late), ("failing", summary.failing),
      ("incomplete", summary.incomplete), ("never synced", summary.neverSynced), ("paused", summary.paused),
    ]
    for (name, count) in rows { table.add([name, count.grouped]) }
    if let oldest = summary.oldest {
      table.add(["oldest sync", "\(oldest.age.inWords) ago, of \(oldest.account.label)"])
    }
    if let moment = summary.committedAt { table.add(["last commit", moment.age(at: .thisSecond)]) }
    if let failover { table.add(["after a failover", failover]) }
    table.lines.forEach(console.say)
    if !assumptions.isEmpty { console.say("It is assumed that:") }
    for sentence in assumptions { console.say("  \(sentence)") }
  }

  private static func row(_ status: AccountStatus) -> [String] {
    [
      "\(status.account.id)", status.account.service, status.account.name, state(status),
      status.hasSynced ? "\(status.age.inWords) ago" : "never", status.problem ?? "",
    ]
  }

  private static func state(_ status: AccountStatus) -> String {
    if status.isPaused { return "paused" }
    if status.owner != nil { return "syncing" }
    let time = status.isDue ? "due for \(status.dueFor.inWords)" : "due in \((.zero - status.dueFor).inWords)"
    return (status.isLate ? "late, " : "") + (status.isFailing ? "failing, " : "") + time
  }

  private static func object(_ status: AccountStatus) -> JSONValue {
    let account = status.account
    let options = JSONFields(account.options.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    return [
      "event": "account", "account": .number(JSONNumber(account.id)), "service": .string(account.service),
      "name": .string(account.name), "baseURL": .string(account.baseURL), "credential": .string(account.credential),
      "options": .object(options), "every": .number(JSONNumber(Int(account.period.components.seconds))),
      "paused": .bool(status.isPaused), "syncing": .bool(status.owner != nil), "due": .bool(status.isDue),
      "dueForSeconds": .number(JSONNumber(Int(status.dueFor.components.seconds))),
      "late": .bool(status.isLate), "failing": .bool(status.isFailing),
      "attempts": .number(JSONNumber(status.attempts)), "slices": .number(JSONNumber(status.slices)),
      "synced": .bool(status.hasSynced), "ageSeconds": .number(JSONNumber(Int(status.age.components.seconds))),
      "problem": status.problem.map { .string($0) } ?? .null,
      "committedAt": status.committedAt.map { .string($0.description) } ?? .null,
    ]
  }
}

/// `tributary fleet pause`.
struct FleetPause: Sendable {
  private let place: FleetPlace
  private let console: Console
  private let isPaused: Bool
  private let name: String

  init(_ reader: inout ArgumentReader, environment: [String: String]) throws(UsageError) {
    name = reader.word() ?? ""
    if name.isEmpty { reader.complain("fleet pause needs an account, by its name or number.") }
    place = FleetPlace(&reader, environment: environment)
    isPaused = !reader.flag("--resume")
    console = Console(style: reader.flag("--json") ? .json : .plain)
    try reader.finish()
  }

  func run() async throws -> ExitCode {
    let accounts = try place.open()
    var found: [FleetAccount] = []
    for try await status in accounts.allAccounts
    where status.account.name == name || "\(status.account.id)" == name {
      found.append(status.account)
    }
    guard let account = found.first else {
      throw UsageError("There is no account \"\(name)\"; \"tributary fleet list\" shows them.", code: .failure)
    }
    guard found.count == 1 else {
      throw UsageError(
        "Several accounts are called \"\(name)\": \(found.map { "\($0.id) (\($0.label))" }.joined(separator: ", ")); "
          + "give the number of one.", code: .failure)
    }
    try await accounts.setPaused(isPaused, accounts: [account.id])
    console.emit(["event": isPaused ? "paused" : "resumed", "account": .number(JSONNumber(account.id))])
    console.conclude("\(account.label) is \(isPaused ? "paused" : "no longer paused").")
    return .success
  }
}
