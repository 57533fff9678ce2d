#if canImport(FoundationNetworking)
import Foundation

/// Runs what a session reports where it is reported: on the session's own serial queue, while it reads a connection.
///
/// On Linux a session takes from a connection whatever comes and hands it on through this queue. An ordinary queue grows
/// without bounds when a server sends faster than an answer is kept: of a list of 200 MB, 16 MB were seen waiting in it.
/// Here reading waits for keeping, and the server with it.
///
/// What runs here must not wait for the session: it would wait for itself. The session reports one thing after another,
/// and so they run.
///
/// Unchecked, since subclasses of what Foundation made sendable by hand cannot be checked; it adds no state.
final class PromptQueue: OperationQueue, @unchecked Sendable {
  override func addOperation(_ report: @escaping @Sendable () -> Void) { report() }
}
#endif
