#if canImport(FoundationNetworking)
import Expect
import Foundation
import FoundationNetworking
import Testing
import Tributary

@testable import TributaryURLSession

/// What a session on Linux reports is kept before it reads on, and nothing that is reported waits for the session.
@Suite struct InlineOperationQueueTests {
  /// An ordinary queue fails here on any machine: it would hold the report until another thread gets to it.
  @Test func whatASessionReportsDoesNotWait() {
    let line = URLSessionTransport.Line(.ephemeral)
    defer { line.session.finishTasksAndInvalidate() }
    let queue = line.session.delegateQueue
    queue.isSuspended = true
    let kept = Locked(false)
    queue.addOperation { kept.withLock { $0 = true } }
    expect(kept.withLock { $0 }, equals: true)
  }

  /// Declining cancels the task, which would wait for the session for ever while the session waits for the report.
  @Test func aChallengeIsDeclinedOutsideOfTheReport() async throws {
    let line = URLSessionTransport.Line(.ephemeral)
    defer { line.session.finishTasksAndInvalidate() }
    let task = line.session.dataTask(with: try #require(URL(string: "http://localhost/")))
    let space = URLProtectionSpace(
      host: "localhost", port: 80, protocol: "http", realm: nil,
      authenticationMethod: NSURLAuthenticationMethodHTTPBasic)
    let challenge = URLAuthenticationChallenge(
      protectionSpace: space, proposedCredential: nil, previousFailureCount: 0, failureResponse: nil, error: nil,
      sender: NoSender())
    let (reports, mark) = (DispatchQueue(label: "reports"), DispatchSpecificKey<Bool>())
    reports.setSpecific(key: mark, value: true)
    let isInside = await withCheckedContinuation { continuation in
      reports.sync {
        line.delegate.urlSession(line.session, task: task, didReceive: challenge) { disposition, _ in
          expect(disposition, equals: .rejectProtectionSpace)
          continuation.resume(returning: DispatchQueue.getSpecific(key: mark) ?? false)
        }
      }
    }
    expect(isInside, equals: false)
  }
}

/// Asks for nothing: the delegate answers through its closure.
private final class NoSender: NSObject, URLAuthenticationChallengeSender {
  func use(_ credential: URLCredential, for challenge: URLAuthenticationChallenge) {}
  func continueWithoutCredential(for challenge: URLAuthenticationChallenge) {}
  func cancel(_ challenge: URLAuthenticationChallenge) {}
  func performDefaultHandling(for challenge: URLAuthenticationChallenge) {}
  func rejectProtectionSpaceAndContinue(with challenge: URLAuthenticationChallenge) {}
}
#endif
