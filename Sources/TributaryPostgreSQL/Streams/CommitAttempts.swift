#if PostgreSQL
import Foundation
import Tributary

/// Commits one page, whatever happens to the connection meanwhile.
struct CommitAttempts {
  let stream: PostgreSQLStream
  let account: Int
  /// The fence, and what else must hold.
  let fence: [Statement]
  let page: Page
  let isDurable: Bool

  /// Commits the page.
  ///
  /// - Parameter change: The stream's change number, before and after; `nil` if it is not known.
  func run(on slot: ConnectionSlot, change: inout Int?) throws(StoreError) -> Page.Effect {
    let before = change
    let guards = fence + [expectation(of: before)]
    var attempts = 0
    while true {
      attempts += 1
      do throws(DatabaseFailure) {
        let effect = try slot.attempt { (connection) throws(DatabaseFailure) in
          let rows = try connection.transact(.writing(isDurable: isDurable), guards + page.statements)
          return try page.effect(of: rows[guards.count...])
        }
        change = effect.change
        return effect
      } catch {
        switch error {
        case .lost(_, mayBeCommitted: true), .refused(.negativeRoot, _, _):
          change = nil
          guard let before else { throw .outcomeUnknown(stream.key) }
          if let effect = try look(before, on: slot) {
            change = effect.change
            return effect
          }
          change = before
        case .notReplicated:
          change = nil
          throw .outcomeUnknown(stream.key)
        case _ where error.isTransient: break
        default: throw stream.storeError(error)
        }
        guard attempts < 8 else { throw error.storeError(stream.store.database.label) }
        usleep(UInt32(25_000 << min(attempts, 6)))
      }
    }
  }

  /// Fails unless the stream is as it was before this commit.
  ///
  /// A server may begin a transaction only after its connection was lost and its page was committed over another one.
  /// And a replica that was promoted without the last claim gives the next one the same term, so that the fence would
  /// let the holders of both pass. The second one has found the database in another place.
  private func expectation(of change: Int?) -> Statement {
    Statement(
      """
      SELECT sqrt(count(*) - 1) FROM stream
        WHERE account = $1 AND number = $2 AND change = coalesce($3, change) AND place = $4
      """, .integer(account), .integer(stream.number), change.map { .integer($0) } ?? .noInteger,
      .integer(stream.place))
  }

  /// Looks whether a commit was made whose response was lost.
  ///
  /// The fence waits until the transaction of the lost connection has ended, if it has begun. Without that lock a look
  /// comes too early three times out of four.
  ///
  /// - Returns: What the commit did, or `nil` if it was not made.
  private func look(_ before: Int, on slot: ConnectionSlot) throws(StoreError) -> Page.Effect? {
    do throws(DatabaseFailure) {
      return try slot.perform { (connection) throws(DatabaseFailure) in
        do throws(DatabaseFailure) {
          return try connection.transaction { (connection) throws(DatabaseFailure) in try look(before, connection) }
        } catch {
          // A look may be repeated.
          if case .lost(let reason, true) = error { throw .lost(reason: reason, mayBeCommitted: false) }
          throw error
        }
      }
    } catch { throw .outcomeUnknown(stream.key) }
  }

  private func look(_ before: Int, _ connection: Connection) throws(DatabaseFailure) -> Page.Effect? {
    _ = try connection.run([fence[0]])
    let now = try stream.currentChange(connection)
    if now == before { return nil }
    guard now == before + 1 else { throw .store(.outcomeUnknown(stream.key)) }
    return try page.effect(ofChange: before + 1, connection)
  }
}
#endif
