import Foundation
import Stubs
import Todoist
import Tributary
import TributaryEmulator

let stub = todoistStub()
let todoist = Client(token: "t", transport: InProcessTransport(stub))

var titles: [String] = []
for try await task in todoist.tasks.all() { titles.append(task.content) }
check("tasks of three pages", titles, equals: (1...5).map { "Task \($0)" })

try await todoist.tasks.close("6X1")
try await todoist.tasks.delete("6X1")
let made = try await todoist.tasks.create(content: "New", xRequestID: UUID())
check("a new task", made.content, equals: "New")

// The list of types travels as JSON inside a form.
let changes = try await todoist.sync.read(syncToken: "*", resourceTypes: ["items", "projects"])
check(
  "what was sent", stub.withState { $0 },
  equals: ["sync_token=%2A&resource_types=%5B%22items%22%2C%22projects%22%5D"])
check("a first sync", changes.fullSync, equals: true)
let due = changes.items?.compactMap(\.due).map { due in
  switch due.date {
  case .date(let day): "day \(day)"
  case .localTimestamp(let time): "time \(time)"
  case .timestamp(let moment): "moment \(moment)"
  default: "?"
  }
}
check(
  "days, times and moments", due ?? [],
  equals: ["day 2026-12-01", "time 2026-12-01T12:00:00", "moment 2026-12-01T12:00:00Z"])
let next = try await todoist.sync.read(syncToken: changes.syncToken, resourceTypes: ["items"])
check("changes", next.items?.map(\.isDeleted) ?? [], equals: [false, true])
await check("a token that has expired", throws: { $0.status == 410 }) {
  () async throws(APIError) in _ = try await todoist.sync.read(syncToken: "old", resourceTypes: ["items"])
}

// A local copy that knows when it is complete.
try await syncTasks()
