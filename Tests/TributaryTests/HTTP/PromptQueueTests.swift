#if canImport(FoundationNetworking)
import FoundationNetworking
import Testing

@testable import Tributary

/// What a session on Linux reports is kept before it reads on.
@Suite struct PromptQueueTests {
  /// An ordinary queue fails here on any machine: it would hold the report until another thread gets to it.
  @Test func whatASessionReportsDoesNotWait() {
    let queue = URLSessionTransport().line.session.delegateQueue
    queue.isSuspended = true
    let kept = Locked(false)
    queue.addOperation { kept.withLock { $0 = true } }
    expect(kept.withLock { $0 }, equals: true)
  }
}
#endif
