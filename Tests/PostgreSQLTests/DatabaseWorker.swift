#if PostgreSQL
import Tributary
import TributaryFleet
import TributaryPostgreSQL
import ZendeskSell

/// Keeps a copy of each account in a database, beside the workers of other machines, until its task is cancelled.
func work(on url: String, tokens: [String: Secret], allowing baseURLs: Set<String>) async throws {
  let database = try PostgreSQLDatabase(url, connections: 12, afterFailover: .renew)
  for sentence in try await database.assumptions() { print("It is assumed: \(sentence)") }
  let report: @Sendable (FleetEvent) -> Void = { event in
    if case .ended(let lease, .failed(let problem, _), _) = event { print("\(lease.account.label): \(problem)") }
  }
  let worker = FleetWorker(database, policy: FleetPolicy(slots: 32, reservedSlots: 8), report: report) { run in
    // Whoever can add an account must not be able to send a token anywhere.
    guard baseURLs.contains(run.account.baseURL), let token = tokens[run.account.credential] else {
      throw UnknownAccount()
    }
    let client = ZendeskSell.Client(
      token: token, environment: .init(run.account.baseURL), transport: run.transport)
    return client.sync(into: run.store)
  }
  try await worker.run()
}

struct UnknownAccount: Error {}
#endif
