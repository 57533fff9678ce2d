import Foundation
import Testing
import Tributary
import TributaryJSON

@Suite("tributary serve --accounts")
struct ServeAccountsTests {
  /// The identifiers of an account's documents, or the status of the response.
  private static func documents(_ url: String, _ token: String) async -> String {
    let client = ServiceClient(
      baseURL: url, authentication: .bearer(Secret(token)), policy: ClientPolicy(retry: .never))
    let endpoint = Endpoint<RawJSON>(
      "documents.list", "GET", "/folders/5/documents", query: [.item("incoming", true)], responses: [.json(200)])
    do throws(APIError) {
      let rows = try await client.send(endpoint).member("objects")?.elements
      return rows?.compactMap { $0.member("id")?.text }.joined(separator: ",") ?? ""
    } catch { return "\(error.status ?? 0)" }
  }

  @Test("serves several services, with accounts that have records and a credential each")
  func accounts() async throws {
    let found = Locked<[String]>([])
    let services = ["my-azur", "zendesk-sell", "sharespine"]
    let run = try await CommandRun.run(
      ["serve"] + services + ["--accounts", "2", "--records", "30", "--change-every", "0"]
    ) { line, process in
      let words = line.split(separator: " ").map(String.init)
      let number = process.processIdentifier
      if words.first == "my-azur", let url = words.last {
        Task {
          var lists: [String] = []
          for token in ["account-1", "account-2", "account-1", "account-3", "account-0", "account-01", "any"] {
            lists.append(await Self.documents(url, token))
          }
          found.withLock { [lists] in $0 = lists }
          kill(number, SIGTERM)
        }
      }
    }
    #expect(run.status == 0)
    #expect(
      run.lines.map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
        == services.map { "\($0) listening on" })
    let lists = found.withLock { $0 }
    #expect(lists.count == 7 && lists[0].contains(",") && lists[0] != lists[1] && lists[0] == lists[2])
    #expect(lists.dropFirst(3) == ["401", "401", "401", "401"])
  }

  @Test("refuses a service that is given twice, and a port for several")
  func usage() async throws {
    for (words, problem) in [
      (["my-azur", "my-azur"], "twice"), (["my-azur", "sharespine", "--port", "8080"], "--port"),
      (["my-azur", "--accounts", "0"], "--accounts"), (["my-azur", "wunderlist"], "wunderlist"),
    ] {
      let run = try await CommandRun.run(["serve"] + words)
      #expect(run.status == 2)
      #expect(run.errors.contains(problem), "\(run.errors)")
    }
  }
}
