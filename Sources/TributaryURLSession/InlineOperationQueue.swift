#if canImport(FoundationNetworking)
import Foundation

/// Runs delegate callbacks synchronously, so that reading applies back-pressure.
///
/// On Linux a session reads everything that arrives on a connection and reports it through this queue. An ordinary
/// queue grows without bounds when a server sends faster than a response is kept: of a list of 200 MB, 16 MB were seen
/// waiting in it.
///
/// What runs here must not wait for the session: it would wait for itself. The session reports one thing after another,
/// and so they run.
///
/// Unchecked, since subclasses of what Foundation made sendable by hand cannot be checked; it adds no state.
final class InlineOperationQueue: OperationQueue, @unchecked Sendable {
  override func addOperation(_ report: @escaping @Sendable () -> Void) { report() }
}
#endif
