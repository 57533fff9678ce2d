import Tributary
public import TributaryEmulator
import TributaryJSON

/// The issues of one repository as GitHub gives them: bare lists, `Link` header fields, entity tags, throttling by 403.
public func gitHubStub() -> RoutedService<Int> {
  RoutedService(0) {
    Route("GET /repos/{owner}/{repo}/issues") { call, _ in
      if call.request.headers["If-None-Match"] == tag { return HTTPResponse(status: 304, headers: ["ETag": tag]) }
      let page = call.query["page"].flatMap { Int($0) } ?? 1
      let size = call.query["per_page"].flatMap { Int($0) } ?? 30
      let numbers = Array((1...25).dropFirst((page - 1) * size).prefix(size))
      var response = HTTPResponse.json(200, numbers.map { gitHubIssue($0) })
      response.headers["ETag"] = tag
      response.headers["X-RateLimit-Remaining"] = "59"
      if page * size < 25 {
        let url = "https://api.github.com/repositories/1/issues?per_page=\(size)&page="
        response.headers["Link"] = "<\(url)\(page + 1)>; rel=\"next\", <\(url)3>; rel=\"last\""
      }
      return response
    }
    Route("POST /repos/{owner}/{repo}/issues") { call, _ in
      guard let title = call.json?["title"]?.string, !title.isEmpty else {
        let detail: JSONValue = ["resource": "Issue", "field": "title", "code": "missing_field"]
        return .json(422, ["message": "Validation Failed", "errors": [detail]] as JSONValue)
      }
      return .json(201, gitHubIssue(99, ["title": .string(title)]))
    }
    Route("GET /repos/{owner}/{repo}/issues/{number}") { call, throttled in
      switch call.parameters["number"] {
      case "403":
        throttled += 1
        guard throttled > 1 else {
          var response = HTTPResponse.json(
            403, ["message": "You have exceeded a secondary rate limit"] as JSONValue)
          response.headers["Retry-After"] = "0"
          return response
        }
      case "404": return .json(404, ["message": "Not Found", "documentation_url": "https://docs"] as JSONValue)
      default: break
      }
      return .json(200, gitHubIssue(call.parameters["number"].flatMap { Int($0) } ?? 0))
    }
    Route("PATCH /repos/{owner}/{repo}/issues/{number}") { call, _ in
      guard case .object(let changes)? = call.json else { return HTTPResponse(status: 400) }
      return .json(200, gitHubIssue(call.parameters["number"].flatMap { Int($0) } ?? 0, changes))
    }
    Route("PUT /repos/{owner}/{repo}/issues/{number}/lock") { call, _ in
      HTTPResponse(status: call.json?["lock_reason"]?.string == "off-topic" ? 204 : 422)
    }
    Route("POST /repos/{owner}/{repo}/issues/{number}/labels") { call, _ in
      .json(200, call.json?["labels"]?.array?.map { label($0.string ?? "") } ?? [])
    }
    Route("GET /repos/{owner}/{repo}/issues/{number}/comments") { _, _ in .json(200, [JSONValue]()) }
    Route("GET /repos/{owner}/{repo}/issues/{number}/timeline") { _, _ in
      .json(
        200,
        [
          ["id": 1, "event": "labeled", "label": label("bug")],
          ["id": 2, "event": "commented", "body": "hi"],
          ["id": 3, "event": "renamed", "rename": ["from": "a", "to": "b"]],
          ["event": "committed", "sha": "abc"],
          ["id": 4, "event": "labeled"],
        ] as JSONValue)
    }
    Route("GET /search/issues") { _, _ in
      let items = [gitHubIssue(1), gitHubIssue(2)]
      return .json(200, ["total_count": 2, "incomplete_results": false, "items": .array(items)] as JSONValue)
    }
  }
}

private let tag = #"W/"abc""#

private func label(_ name: String) -> JSONValue {
  ["id": 208_045_946, "name": .string(name), "description": .null, "color": "f29513", "default": true]
}

func gitHubIssue(_ number: Int, _ changes: JSONFields = [:]) -> JSONValue {
  var fields: JSONFields = [
    "id": .number(JSONNumber(1000 + number)), "node_id": "I", "number": .number(JSONNumber(number)),
    "url": .string("https://api.github.com/repos/o/r/issues/\(number)"), "title": .string("Title \(number)"),
    "body": number % 3 == 0 ? .null : "Body",
    "user": number % 5 == 0 ? .null : ["login": "user", "id": 7, "type": "User", "site_admin": false],
    "labels": number % 2 == 0 ? ["plain"] : [label("bug")], "state": "open", "state_reason": .null,
    "assignee": .null, "assignees": [], "comments": 0, "locked": false, "created_at": "2011-04-22T13:33:48Z",
    "updated_at": "2011-04-22T13:34:48Z", "closed_at": .null,
    "reactions": ["url": "https://x", "total_count": 3, "+1": 2, "-1": 1], "author_association": "COLLABORATOR",
  ]
  for (name, value) in changes { fields[name] = value }
  return .object(fields)
}
