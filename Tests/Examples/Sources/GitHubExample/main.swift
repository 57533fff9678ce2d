import GitHub
import Stubs
import Tributary
import TributaryEmulator

let github = Client(token: "ghp_secret", transport: InProcessTransport(gitHubStub()))

// Lists go on by the Link header field.
var titles: [String] = []
for try await issue in github.issues.all(owner: "o", repo: "r", perPage: 10) { titles.append(issue.title) }
check("all issues of three pages", titles.count, equals: 25)

// A list can be left, and gone on with later.
var marks: [PageMark] = []
for try await page in github.issues.all(owner: "o", repo: "r", perPage: 10).pages.marked {
  if let next = page.next { marks.append(next) }
}
var rest = 0
for try await _ in github.issues.all(owner: "o", repo: "r", perPage: 10).resumed(at: marks[1]) { rest += 1 }
check("the rest after the second page", rest, equals: 5)

// Unchanged lists cost nothing.
let first = try await github.service.exchange(Client.Issues.list(owner: "o", repo: "r"))
let headers = ResponseHeaders(first)
check("the entity tag", headers.eTag, equals: #"W/"abc""#)
check("the requests left", headers.xRateLimitRemaining, equals: 59)
let unchanged = try await github.issues.list(owner: "o", repo: "r", ifNoneMatch: headers.eTag)
check("a list that has not changed", unchanged == nil, equals: true)

// A label is an object or its name.
let labels = first.value?.prefix(2).compactMap(\.labels.first) ?? []
check(
  "labels of both kinds",
  labels.map { label in
    switch label {
    case .label(let label): label.color ?? ""
    case .name(let name): name
    default: "?"
    }
  }, equals: ["f29513", "plain"])

let made = try await github.issues.create(owner: "o", repo: "r", IssueDraft(title: "Hi", labels: ["bug"]))
check("a new issue", made.title, equals: "Hi")
let patch = IssuePatch(state: .closed, stateReason: .clear)
let closed = try await github.issues.update(owner: "o", repo: "r", 5, patch)
check("a closed issue", closed.state, equals: .closed)
try await github.issues.lock(owner: "o", repo: "r", 5, lockReason: .offTopic)
let added = try await github.issues.addLabels(owner: "o", repo: "r", 5, labels: ["a", "b"])
check("added labels", added.map(\.name), equals: ["a", "b"])
var comments = 0
for try await _ in github.issues.allComments(owner: "o", repo: "r", 5) { comments += 1 }
check("no comments", comments, equals: 0)

// Events are told by a member of their own; what is not in the spec is kept.
var events: [String] = []
for try await event in github.issues.allTimeline(owner: "o", repo: "r", 5) {
  switch event {
  case .labeled(let event): events.append("labeled \(event.label.name ?? "")")
  case .commented(let event): events.append("commented \(event.body ?? "")")
  case .renamed(let event): events.append("renamed to \(event.rename["to"] ?? "")")
  case .other(let tag, _): events.append("other: \(tag ?? "none")")
  case .undecodable(let tag, _, _): events.append("undecodable: \(tag)")
  }
}
check(
  "events of every kind", events,
  equals: ["labeled bug", "commented hi", "renamed to b", "other: committed", "undecodable: labeled"])

var found: [Int] = []
for try await issue in github.search.allIssues(q: "is:issue repo:o/r") { found.append(issue.number) }
check("found issues", found, equals: [1, 2])

let throttled = try await github.issues.get(owner: "o", repo: "r", 403)
check("an issue after a 403 that throttles", throttled.number, equals: 403)
await check("an issue that is not there", throws: { $0.model(as: Problem.self)?.message == "Not Found" }) {
  () async throws(APIError) in _ = try await github.issues.get(owner: "o", repo: "r", 404)
}
await check("an issue without a title", throws: { $0.model(as: Problem.self)?.errors?.first?.code == "missing_field" })
{
  () async throws(APIError) in _ = try await github.issues.create(owner: "o", repo: "r", IssueDraft(title: ""))
}
await check("a name that would lead elsewhere", throws: { $0.attempts == 0 }) {
  () async throws(APIError) in _ = try await github.issues.get(owner: "a/b", repo: "..", 7)
}

// A local copy that knows when it is complete.
try await syncIssues()
