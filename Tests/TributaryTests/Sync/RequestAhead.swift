import Testing
import Tributary

extension SyncMachine where Request: Equatable {
  /// Steps, and holds the machine to what it said before: the request that the driver has sent ahead by then is the
  /// next one, behind at most one commit.
  mutating func stepAsForetold(_ event: SyncMachineEvent<Answer>) -> [SyncEffect<Request>] {
    guard case .answered(let answer) = event, let foretold = request(following: answer) else { return step(event) }
    let effects = step(event)
    var rest = effects[...]
    if case .commit? = rest.first { rest.removeFirst() }
    guard case .ask(let request)? = rest.first, request == foretold else {
      Issue.record("foretold was \(foretold), and what came is \(effects)")
      return effects
    }
    return effects
  }
}
