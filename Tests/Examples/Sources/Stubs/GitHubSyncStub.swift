import Tributary
public import TributaryEmulator
import TributaryJSON

/// Issues with the second of their last change.
public struct GitHubIssues: Sendable {
  /// The status of the last response.
  public private(set) var lastStatus = 0
  private var issues: [Int: (title: String, changed: Int)] = [:]
  /// 2024-01-09T15:00:00 in UTC, and later with each request and each change.
  private var now = 1_704_812_400

  init() { for number in 1...5 { put(number, "Issue \(number)") } }

  /// Creates or changes an issue.
  public mutating func put(_ number: Int, _ title: String) {
    now += 2
    issues[number] = (title, now)
  }

  /// Deletes issues, of which nothing tells.
  public mutating func delete(_ numbers: ClosedRange<Int>) { issues = issues.filter { !numbers.contains($0.key) } }

  /// The time as header fields have it; that day is long enough.
  private var date: String {
    let second = now - 1_704_812_400 + 15 * 3600
    let parts = [second / 3600, second / 60 % 60, second % 60].map { String("\($0 + 100)".suffix(2)) }
    return "Tue, 09 Jan 2024 \(parts.joined(separator: ":")) GMT"
  }

  fileprivate mutating func respond(to call: EmulatedCall) -> HTTPResponse {
    now = max(now + 1, call.seconds)
    var rows = issues.sorted { $0.key > $1.key }
    if let since = call.query["since"].flatMap({ Timestamp($0) }) {
      rows.removeAll { $0.value.changed < since.secondsSince1970 }
    }
    if call.query["sort"] == "updated" { rows.sort { $0.value.changed > $1.value.changed } }
    if call.query["direction"] == "asc" { rows.reverse() }
    let size = min(call.query["per_page"].flatMap { Int($0) } ?? 30, 100)
    let page = call.query["page"].flatMap { Int($0) } ?? 1
    let shown = rows.dropFirst((page - 1) * size).prefix(size).map { number, issue in
      gitHubIssue(
        number,
        [
          "title": .string(issue.title),
          "updated_at": .string(Timestamp(secondsSince1970: issue.changed)?.description ?? ""),
        ])
    }
    var response = HTTPResponse.json(200, shown)
    let tag = "W/\"\(response.body.text.hashValue)\""
    if call.request.headers["If-None-Match"] == tag { response = HTTPResponse(status: 304) }
    response.headers["ETag"] = tag
    response.headers["Date"] = date
    if page * size < rows.count {
      let url = "https://api.github.com/repositories/1/issues?page="
      let last = (rows.count + size - 1) / size
      response.headers["Link"] = "<\(url)\(page + 1)>; rel=\"next\", <\(url)\(last)>; rel=\"last\""
    }
    lastStatus = response.status
    return response
  }
}

/// The issues of one repository of GitHub, which change.
public func gitHubSyncStub() -> RoutedService<GitHubIssues> {
  RoutedService(GitHubIssues()) {
    Route("GET /repos/{owner}/{repo}/issues") { call, issues in issues.respond(to: call) }
  }
}
