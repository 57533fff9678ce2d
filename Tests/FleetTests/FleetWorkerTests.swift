import Expect
import Foundation
import TestSupport
import Testing
import Tributary
import TributaryEmulator
import TributaryFleet
import TributarySQLite

/// A worker with a folder and a service in this process.
@Suite("A worker", .timeLimit(.minutes(2)))
struct FleetWorkerTests {
  private let place = FileManager.default.temporaryDirectory.appending(path: "tributary-fleet-\(UUID().uuidString)")
    .path

  /// What the worker reported.
  private final class Reports: Sendable {
    private let outcomes = Locked<[Int: [LeaseOutcome?]]>([:])

    var all: [Int: [LeaseOutcome?]] { outcomes.withLock { $0 } }

    /// Notes how a lease ended.
    ///
    /// - Returns: How many accounts have had one that ended.
    func note(_ lease: AccountLease, _ outcome: LeaseOutcome?) -> Int {
      outcomes.withLock { outcomes in
        outcomes[lease.account.id, default: []].append(outcome)
        return outcomes.count
      }
    }
  }

  /// A service that lists notes, as many as its pages have.
  private static func service(pages: Int, status: @escaping @Sendable (Int) -> Int = { _ in 200 })
    -> some EmulatedService
  {
    RoutedService(0) {
      Route("GET /notes") { call, requests in
        requests += 1
        let status = status(requests)
        guard status == 200 else { return HTTPResponse(status: status, headers: ["Retry-After": "7200"]) }
        let page = call.query["page"].flatMap { Int($0) } ?? 1
        return .json(200, (page <= pages ? [["id": .string("\(page)")]] : []) as JSONValue)
      }
    }
  }

  /// A sync of the notes: a protocol in a few lines, which goes on where it was cut.
  private static func sync(_ run: AccountRun) -> SyncSequence {
    let client = ServiceClient(
      baseURL: run.account.baseURL, transport: run.transport, policy: ClientPolicy(retry: .never))
    let stream = SyncStream.protocol(
      NotesProtocol(), key: StreamKey(service: "notes", baseURL: run.account.baseURL, account: run.account.name),
      types: []
    ) { (page) async throws(APIError) in
      try await client.send(
        Endpoint<RawList>("notes.list", "GET", "/notes", query: [.item("page", page)], responses: [.json(200)]))
    }
    return SyncSequence([stream], into: run.store)
  }

  private func accounts(_ count: Int) throws -> AccountFolder {
    let folder = try AccountFolder(place, creating: true)
    _ = try folder.add(
      (1...count).map {
        FleetAccount(
          service: "notes", baseURL: "https://notes.example", name: "\($0)", credential: "shared",
          period: .seconds(3_600))
      })
    return folder
  }

  /// Runs a worker until each account has had a lease that ended.
  private func work(
    on folder: AccountFolder, accounts count: Int, service: some EmulatedService, policy: FleetPolicy = FleetPolicy()
  ) async throws -> [Int: [LeaseOutcome?]] {
    let reports = Reports()
    let worker = Locked<FleetWorker?>(nil)
    let made = FleetWorker(
      folder, policy: policy, transport: InProcessTransport(service),
      report: { event in
        guard case .ended(let lease, let outcome, _) = event, reports.note(lease, outcome) == count else { return }
        worker.withLock { $0 }?.stop()
      }, sync: { Self.sync($0) })
    worker.withLock { $0 = made }
    try await made.run()
    worker.withLock { $0 = nil }
    return reports.all
  }

  @Test("syncs every account into its own database")
  func everyAccount() async throws {
    let folder = try accounts(40)
    let outcomes = try await work(
      on: folder, accounts: 40, service: Self.service(pages: 3), policy: FleetPolicy(slots: 7))
    expect(outcomes.count, equals: 40)
    #expect(outcomes.values.allSatisfy { $0 == [.finished(incomplete: nil)] }, "\(outcomes)")
  }

  @Test("postpones accounts that are rate limited, writes the pause down, and sends nothing more with the credential")
  func rateLimited() async throws {
    let folder = try accounts(3)
    let outcomes = try await work(
      on: folder, accounts: 1, service: Self.service(pages: 1) { _ in 429 },
      policy: FleetPolicy(slots: 1, grace: .zero))
    guard case .postponed(let delay)? = outcomes.values.first?.first else {
      Issue.record("\(outcomes)")
      return
    }
    #expect(delay > .seconds(7_190))
    let request = ClaimRequest(
      owner: "other", limit: 10, longLimit: 10, lifetime: .seconds(60), backoff: AttemptBackoff())
    expect(try folder.claim(request).leases, equals: [], "the credential is paused for all of them")
    expect(try folder.accounts(after: nil, limit: 10).map(\.attempts), equals: [0, 0, 0])
  }

  @Test("counts an error as a failed attempt, with its text")
  func failing() async throws {
    let folder = try accounts(1)
    let outcomes = try await work(on: folder, accounts: 1, service: Self.service(pages: 1) { _ in 500 })
    guard case .failed(let problem, _)? = outcomes.values.first?.first else {
      Issue.record("\(outcomes)")
      return
    }
    #expect(problem.contains("500"))
  }

  @Test("gives back what it holds when its task is cancelled")
  func cancelled() async throws {
    let folder = try accounts(5)
    let (started, signal) = AsyncStream<Void>.makeStream()
    let worker = FleetWorker(folder, transport: InProcessTransport(Self.service(pages: .max))) { run in
      signal.yield()
      return Self.sync(run)
    }
    let task = Task { try await worker.run() }
    for await _ in started.prefix(5) {}
    task.cancel()
    try await task.value
    for status in try folder.accounts(after: nil, limit: 10) {
      expect(status.owner, equals: nil)
      expect(status.attempts, equals: 0)
      expect(status.isDue, equals: true)
    }
    try? FileManager.default.removeItem(atPath: place)
  }

  @Test("cuts a long sync behind a commit and goes on with it where it was")
  func cut() async throws {
    let folder = try accounts(1)
    var policy = FleetPolicy()
    policy.slice = .zero
    policy.longestSlice = .zero
    policy.poll = .milliseconds(10)
    let reports = Reports()
    let worker = Locked<FleetWorker?>(nil)
    let made = FleetWorker(
      folder, policy: policy, transport: InProcessTransport(Self.service(pages: 30)),
      report: { event in
        guard case .ended(let lease, let outcome, _) = event else { return }
        _ = reports.note(lease, outcome)
        if outcome != .cut { worker.withLock { $0 }?.stop() }
      }, sync: { Self.sync($0) })
    worker.withLock { $0 = made }
    try await made.run()
    worker.withLock { $0 = nil }
    let outcomes = try #require(reports.all.values.first)
    expect(outcomes.last, equals: .finished(incomplete: nil))
    #expect(outcomes.dropLast().allSatisfy { $0 == .cut })
    let account = try #require(try folder.accounts(after: nil, limit: 1).first?.account)
    let store = try SQLiteStore(path: folder.database(of: account))
    expect(try store.count(service: "notes", type: "note", stream: nil), equals: 30)
    try? FileManager.default.removeItem(atPath: place)
  }
}

/// Asks for one page after the other until one is empty, and goes on where it was.
private struct NotesProtocol: SyncProtocol {
  typealias Request = Int
  typealias Response = RawList

  struct Memory: SyncMemory {
    static let version = 1
    var page: Int

    init(page: Int) { self.page = page }
    init?(_ fields: JSONFields) { page = fields["page"]?.int ?? 1 }
    var fields: JSONFields { ["page": .number(JSONNumber(page))] }
  }

  private var page = 1

  mutating func begin(_ memory: Memory?, _ state: StreamState) -> Step {
    page = memory?.page ?? 1
    return Step(next: .ask(page))
  }

  mutating func receive(_ response: RawList) -> Step? {
    guard !response.isEmpty else { return Step(next: .end([])) }
    page += 1
    return Step(rows: SyncRows(response, type: "note"), memory: Memory(page: page), next: .ask(page))
  }

  func read(_ row: RawJSON, of type: String) -> SyncRow {
    SyncRow(type: type, id: (try? row.value())?["id"]?.string, kind: .upsert(row))
  }

  func proceed(_ defects: RowDefects) -> Step { Step(next: .end([])) }
}
