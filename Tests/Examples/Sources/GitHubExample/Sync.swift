import GitHub
import Stubs
import Tributary
import TributaryEmulator

extension Client {
  func syncList(owner: String, repo: String, into store: any SyncStore) -> SyncSequence {
    let issues = SyncStream.snapshot(
      SyncSource(service, of: Issue.recordType, scope: "\(owner)/\(repo), list"), rows: [.records(\.self)],
      pages: .linked(by: "page"), validator: .response(limit: 3)
    ) { request in
      Issues.list(owner: owner, repo: repo, perPage: 3, page: request.number, state: "all")
    }
    return SyncSequence([issues], into: store, time: service.policy.time)
  }

  func syncChanges(owner: String, repo: String, into store: any SyncStore) -> SyncSequence {
    let issues = SyncStream.modificationPolling(
      SyncSource(service, of: Issue.recordType, scope: "\(owner)/\(repo)"), from: .query(limit: 10), rows: \.self,
      lastModified: \.updatedAt
    ) { request -> Endpoint<Records<Issue>?>? in
      guard case .page(let page) = request, let place = page.numbered(limit: 100) else { return nil }
      return Issues.list(
        owner: owner, repo: repo, perPage: place.size, page: place.number, state: "all", since: page.atOrAfter,
        sort: page.order == .unspecified ? nil : "updated", direction: page.order == .ascending ? "asc" : nil)
    }
    return SyncSequence([issues], into: store, time: service.policy.time)
  }
}

/// Mirrors issues in both ways, through changes, lists that have not changed, and runs that end at any moment.
func syncIssues() async throws {
  let service = gitHubSyncStub()
  let github = Client(token: "ghp_secret", transport: InProcessTransport(service))
  func titles(_ store: MemoryStore) throws -> [String] { try store.all(Issue.self).map(\.title).sorted() }

  let list = MemoryStore()
  let first = try await github.syncList(owner: "o", repo: "r", into: list).run()
  check("a list of two pages, read twice", first.requests, equals: 4)
  try check("its issues", titles(list), equals: ["Issue 1", "Issue 2", "Issue 3", "Issue 4", "Issue 5"])
  service.withState { $0.delete(1...3) }
  let second = try await github.syncList(owner: "o", repo: "r", into: list).run()
  check("a list of one page", second.requests, equals: 1)
  try check("what is left", titles(list), equals: ["Issue 4", "Issue 5"])
  let third = try await github.syncList(owner: "o", repo: "r", into: list).run()
  check("a list that has not changed", third.result, equals: .upToDate)
  check("what the service said to that", service.withState { $0.lastStatus }, equals: 304)
  try check("what is still there", titles(list), equals: ["Issue 4", "Issue 5"])

  let changes = MemoryStore()
  let fourth = try await github.syncChanges(owner: "o", repo: "r", into: changes).run()
  check("a first run by modification", fourth.result, equals: .upToDate)
  service.withState { issues in for number in 4...9 { issues.put(number, "Changed \(number)") } }
  service.advance(seconds: 1_000)
  let fifth = try await github.syncChanges(owner: "o", repo: "r", into: changes).run()
  check("a run with changes by modification", fifth.result, equals: .upToDate)
  try check("what changed", titles(changes), equals: (4...9).map { "Changed \($0)" })

  for moment in 0..<10 {
    for isList in [true, false] {
      let store = MemoryStore()
      func run() -> SyncSequence {
        isList
          ? github.syncList(owner: "o", repo: "r", into: store)
          : github.syncChanges(owner: "o", repo: "r", into: store)
      }
      var events = 0
      for try await _ in run() {
        events += 1
        if events > moment { break }
      }
      let after = try await run().run()
      check("a run after one that ended at moment \(moment)", after.result, equals: .upToDate)
      try check("its issues", titles(store), equals: (4...9).map { "Changed \($0)" })
    }
  }
}
