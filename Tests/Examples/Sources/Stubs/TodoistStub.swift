import Tributary
public import TributaryEmulator
import TributaryJSON

/// Tasks as Todoist gives them: cursors, a token of what was synced, JSON inside a form, dates of three kinds.
public func todoistStub() -> RoutedService<[String]> {
  RoutedService([]) {
    Route("GET /api/v1/tasks") { call, _ in
      let starts = ["abc=": 2, "def=": 4]
      let start = starts[call.query["cursor"] ?? ""] ?? 0
      let cursors = [0: "abc=", 2: "def="]
      let next = cursors[start].map { JSONValue.string($0) } ?? .null
      let tasks = (1...5).dropFirst(start).prefix(2).map { todoistTask($0) }
      return .json(200, ["results": .array(tasks), "next_cursor": next] as JSONValue)
    }
    Route("GET /api/v1/tasks/{id}") { _, _ in .json(200, todoistTask(1)) }
    Route("POST /api/v1/tasks") { call, _ in
      .json(200, todoistTask(9, ["content": call.json?["content"] ?? .null]))
    }
    Route("POST /api/v1/tasks/{id}/close") { _, _ in HTTPResponse(status: 204) }
    Route("DELETE /api/v1/tasks/{id}") { _, _ in HTTPResponse(status: 204) }
    Route("POST /api/v1/sync") { call, sent in
      let text = call.request.body?.text ?? ""
      sent.append(text)
      let form = RequestTarget("http://form/?" + text)?.query ?? [:]
      switch form["sync_token"] {
      case "*":
        return .json(
          200,
          [
            "sync_token": "tok1", "full_sync": true, "items": .array((1...5).map { todoistTask($0) }),
            "projects": [project], "temp_id_mapping": [:],
          ] as JSONValue)
      case "tok1":
        let changes = [todoistTask(2, ["content": "Changed"]), todoistTask(3, ["is_deleted": true])]
        return .json(
          200, ["sync_token": "tok2", "full_sync": false, "items": .array(changes), "projects": []] as JSONValue)
      default:
        return .json(
          410,
          ["error": "Sync token expired", "error_code": 410, "error_tag": "SYNC_TOKEN_EXPIRED", "http_code": 410]
            as JSONValue)
      }
    }
  }
}

private let project: JSONValue = [
  "id": "p1", "name": "Inbox", "color": "charcoal", "is_deleted": false, "is_archived": false, "inbox_project": true,
]

func todoistTask(_ number: Int, _ changes: JSONFields = [:]) -> JSONValue {
  let dates = [2: "2026-12-01", 3: "2026-12-01T12:00:00", 4: "2026-12-01T12:00:00Z"]
  let due = dates[number].map { date -> JSONValue in
    ["date": .string(date), "timezone": .null, "is_recurring": false, "string": "1 dec", "lang": "en"]
  }
  var fields: JSONFields = [
    "id": .string("6X\(number)"), "user_id": "1", "project_id": "p1", "content": .string("Task \(number)"),
    "description": "", "priority": 1, "due": due ?? .null, "labels": [], "checked": false, "is_deleted": false,
    "added_at": "2025-01-21T21:28:43.841504Z", "completed_at": .null, "parent_id": .null,
    "child_order": .number(JSONNumber(number)), "section_id": .null,
  ]
  for (name, value) in changes { fields[name] = value }
  return .object(fields)
}
