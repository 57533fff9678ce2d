import Tributary
public import TributaryEmulator
import TributaryJSON

/// Tasks with the number of their last change, and the tokens that are still known.
public struct TodoistTasks: Sendable {
  private struct Entry {
    var change: Int
    /// `nil` for a deleted task.
    var content: String?
  }

  /// Whether a token that was forgotten brings everything instead of an error.
  public var saysFullSync = false
  private var entries: [String: Entry] = [:]
  private var change = 0
  private var forgottenTo = 0

  init() {
    put("6X1", "A")
    put("6X2", "B")
  }

  /// Creates or changes a task.
  public mutating func put(_ id: String, _ content: String) {
    change += 1
    entries[id] = Entry(change: change, content: content)
  }

  /// Deletes a task.
  public mutating func delete(_ id: String) {
    change += 1
    entries[id] = Entry(change: change)
  }

  /// Forgets what was deleted, and with it the tokens from before.
  public mutating func forget() {
    forgottenTo = change
    entries = entries.filter { $0.value.content != nil }
  }

  fileprivate func response(to token: String?) -> HTTPResponse {
    var start = token.flatMap { Int($0) } ?? 0
    var isFull = token == "*"
    if !isFull, start < forgottenTo {
      guard saysFullSync else {
        return .json(
          410,
          ["error": "Sync token expired", "error_code": 410, "error_tag": "SYNC_TOKEN_EXPIRED", "http_code": 410]
            as JSONValue)
      }
      (isFull, start) = (true, 0)
    }
    let changed = entries.filter { $0.value.change > start && !(isFull && $0.value.content == nil) }
    let items = changed.sorted { $0.key < $1.key }.map { id, entry in
      todoistTask(
        1,
        ["id": .string(id), "content": .string(entry.content ?? ""), "is_deleted": .bool(entry.content == nil)])
    }
    return .json(
      200, ["sync_token": .string("\(change)"), "full_sync": .bool(isFull), "items": .array(items)] as JSONValue)
  }
}

/// The `sync` endpoint of Todoist, whose tasks change.
public func todoistSyncStub() -> RoutedService<TodoistTasks> {
  RoutedService(TodoistTasks()) {
    Route("POST /api/v1/sync") { call, tasks in
      let form = RequestTarget("http://form/?" + (call.request.body?.text ?? ""))?.query ?? [:]
      return tasks.response(to: form["sync_token"])
    }
  }
}
