import Foundation
import Testing
import Tributary
import TributaryJSON
import TributarySQLite

@Suite("tributary query in a database of any service", .timeLimit(.minutes(2)))
struct QueryCommandTests {
  /// Stores records without a sync.
  private func fill(_ folder: TemporaryFolder, _ service: String, _ type: String, _ payloads: [String]) async throws {
    let store = try SQLiteStore(path: folder.database)
    let stream = try store.open(StreamKey(service: service, baseURL: "https://api.test"), types: [])
    var transaction = StreamTransaction()
    transaction.changes = try payloads.enumerated().map { index, payload in
      RecordChange(type: type, id: "\(index)", kind: .upsert(try RawJSON(payload)))
    }
    _ = try await stream.commit(transaction)
    stream.close()
  }

  private func query(_ folder: TemporaryFolder, _ arguments: String...) async throws -> CommandRun {
    try await CommandRun.run(["query"] + arguments + ["--database", folder.database])
  }

  @Test("leads by nested fields, lists and missing values, in order and pages")
  func leads() async throws {
    let folder = try TemporaryFolder()
    let leads = [
      #"{"id":1,"address":{"city":"Kraków"},"tags":["vip"],"created_at":"2024-01-01T00:00:00Z"}"#,
      #"{"id":2,"address":{"city":"Łódź"},"tags":[],"created_at":"2024-01-03T00:00:00Z"}"#,
      #"{"id":3,"email":"a@b.c","address":{"city":"Kraków"},"created_at":"2024-01-02T01:00:00+02:00"}"#,
    ]
    try await fill(folder, "zendesk-sell", "lead", leads)
    let filters = [
      (#"{"type":"eq","field":"address.city","value":"Kraków"}"#, [0, 2]),
      (#"{"type":"contains","field":"tags","value":"vip"}"#, [0]),
      (#"{"type":"missing","field":"email"}"#, [0, 1]), (#"{"type":"prefix","field":"email","value":"a@"}"#, [2]),
      (#"{"type":"gt","field":"created_at","value":{"type":"datetime","value":"2024-01-01T12:00:00Z"}}"#, [1, 2]),
      (#"{"type":"none","subclauses":[{"type":"eq","field":"id","value":2}]}"#, [0, 2]),
    ]
    for (filter, expected) in filters {
      let run = try await query(folder, "zendesk-sell", "lead", "--where", filter)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.lines == expected.map { leads[$0] }, "\(filter)")
    }
    let page = try await query(
      folder, "zendesk-sell", "lead", "--order", "id:descending", "--limit", "1", "--offset", "1")
    #expect(page.lines == [leads[1]])
  }

  @Test("documents, and products by a field that the server has no filter for")
  func others() async throws {
    let folder = try TemporaryFolder()
    try await fill(folder, "my-azur", "document", [#"{"id":6,"incoming":true}"#, #"{"id":7,"incoming":false}"#])
    let run = try await query(
      folder, "my-azur", "document", "--where", #"{"type":"eq","field":"incoming","value":false}"#)
    #expect(run.lines == [#"{"id":7,"incoming":false}"#])
    let products = try TemporaryFolder()
    try await fill(products, "sharespine", "product", [#"{"localId":"1","name":"sock"}"#, #"{"localId":"2"}"#])
    let socks = try await query(
      products, "sharespine", "product", "--where", #"{"type":"missing","field":"localId"}"#)
    #expect(socks.status == 0 && socks.lines.isEmpty, "\(socks.errors)")
  }

  @Test(
    "what is wrong is named",
    arguments: [
      (["zendesk-sell", "laed"], "lead"), (["zendesk-sell", "lead", "--where", "{"], "--where"),
      (["zendesk-sell", "lead", "--where", #"{"type":"eq","field":"citty","value":"x"}"#], "citty"),
      (["zendesk-sell", "lead", "--where", #"{"type":"like","field":"email","value":"x"}"#], "prefix"),
      (
        ["zendesk-sell", "lead", "--where", #"{"type":"eq","field":"email","value":{"type":"datetime","value":"x"}}"#],
        "datetime"
      ),
      (["zendesk-sell", "lead", "--order", "email:sideways"], "sideways"), (["zendesk"], "zendesk-sell"),
      ([], "my-azur"),
    ] as [([String], String)])
  func wrong(_ arguments: [String], _ named: String) async throws {
    let folder = try TemporaryFolder()
    try await fill(folder, "zendesk-sell", "lead", [])
    let run = try await CommandRun.run(["query"] + arguments + ["--database", folder.database])
    #expect(run.status == 2)
    #expect(run.errors.contains(named), "\(run.errors)")
  }

  @Test("a service without queries needs a database")
  func database() async throws {
    let run = try await CommandRun.run(["query", "my-azur", "document"])
    #expect(run.status == 2)
    #expect(run.errors.contains("--database"))
  }

  @Test("status counts what was written and not synced, with its age")
  func status() async throws {
    let folder = try TemporaryFolder()
    try await fill(folder, "zendesk-sell", "lead", [#"{"id":1}"#])
    let store = try SQLiteStore(path: folder.database)
    let change = RecordChange(type: "lead", id: "1", kind: .delete)
    try store.apply([change], service: "zendesk-sell", stream: nil, at: .epoch)
    let status = try await CommandRun.run(["status", "--database", folder.database])
    #expect(status.lines.first?.hasSuffix("written, not yet synced") == true, "\(status.output)")
    #expect(status.output.contains(#/ 1, the oldest [\d,]+ days ago\n/#))
    let json = try await CommandRun.run(["status", "--json", "--database", folder.database])
    let stream = try JSONReader.read(JSONValue.self, from: SharedBytes(json.lines.first ?? ""))
    #expect(stream["applied"] == 1)
    #expect(stream["oldestApplied"]?.string?.hasPrefix("1970-01-01T00:00:00") == true)
  }
}
