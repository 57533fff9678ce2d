import Dispatch
import Foundation
import Tributary
import TributaryFleet
import TributarySQLite
import ZendeskSell

/// Keeps a copy of each account in a folder until the process gets SIGTERM.
func work(on path: String, tokens: [String: Secret], allowing baseURLs: Set<String>) async throws {
  let folder = try AccountFolder(path)
  let report: @Sendable (FleetEvent) -> Void = { event in
    if case .ended(let lease, .failed(let problem, _), _) = event { print("\(lease.account.label): \(problem)") }
  }
  let worker = FleetWorker(folder, report: report) { run in
    // Whoever can add an account must not be able to send a token anywhere.
    guard baseURLs.contains(run.account.baseURL), let token = tokens[run.account.credential] else {
      throw UnknownAccount()
    }
    let client = ZendeskSell.Client(
      token: token, environment: .init(run.account.baseURL), transport: run.transport)
    return client.sync(into: run.store)
  }
  signal(SIGTERM, SIG_IGN)
  let termination = DispatchSource.makeSignalSource(signal: SIGTERM)
  termination.setEventHandler { @Sendable in worker.stop() }
  termination.resume()
  try await worker.run()
}

struct UnknownAccount: Error {}
