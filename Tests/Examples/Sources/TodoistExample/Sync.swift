import Stubs
import Todoist
import Tributary
import TributaryEmulator

extension Client {
  func sync(into store: any SyncStore) -> SyncSequence {
    let changes = SyncStream.tokenCursor(
      SyncSource(service, of: TodoItem.recordType),
      rows: [.records(\.items, deleted: \.isDeleted), .records(\.projects, deleted: \.isDeleted)],
      token: \.syncToken, isEverything: \.fullSync
    ) { request in
      Sync.read(syncToken: request.token ?? "*", resourceTypes: ["items", "projects"])
    }
    return SyncSequence([changes], into: store, time: service.policy.time)
  }
}

/// Mirrors tasks through every kind of response, and through runs that end at any moment.
func syncTasks() async throws {
  let service = todoistSyncStub()
  let todoist = Client(token: "t", transport: InProcessTransport(service))
  let store = MemoryStore()
  func mirror(_ store: MemoryStore) throws -> [String] { try store.all(TodoItem.self).map(\.content).sorted() }

  let first = try await todoist.sync(into: store).run()
  check("a first run", first.result, equals: .upToDate)
  try check("its tasks", mirror(store), equals: ["A", "B"])
  service.withState { tasks in
    tasks.put("6X1", "Changed")
    tasks.delete("6X2")
    tasks.put("6X3", "New")
  }
  let second = try await todoist.sync(into: store).run()
  check("a run with changes", second.requests, equals: 1)
  try check("changes and a deletion", mirror(store), equals: ["Changed", "New"])
  service.withState { tasks in
    tasks.delete("6X3")
    tasks.forget()
  }
  let third = try await todoist.sync(into: store).run()
  check("a run with a token that has expired", third.notes.map(\.code), equals: ["tokenExpired"])
  try check("a deletion that nobody told", mirror(store), equals: ["Changed"])
  service.withState { tasks in
    tasks.put("6X4", "Late")
    tasks.delete("6X1")
    tasks.saysFullSync = true
    tasks.forget()
  }
  let fourth = try await todoist.sync(into: store).run()
  check("a full sync that was not asked for", fourth.requests, equals: 1)
  try check("what is left", mirror(store), equals: ["Late"])

  for moment in 0..<6 {
    let store = MemoryStore()
    var events = 0
    for try await _ in todoist.sync(into: store) {
      events += 1
      if events > moment { break }
    }
    let after = try await todoist.sync(into: store).run()
    check("a run after one that ended at moment \(moment)", after.result, equals: .upToDate)
    try check("its tasks", mirror(store), equals: ["Late"])
  }
}
