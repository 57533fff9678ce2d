#if PostgreSQL
import Tributary

/// Reads what streams remember, of one or of all of an account.
enum StreamMemory {
  /// The statements whose rows ``states(_:)`` reads.
  static func statements(_ account: Int, number: Int? = nil) -> [Statement] {
    let key: [Parameter] = [.integer(account), number.map { .integer($0) } ?? .noInteger]
    return [
      Statement(
        """
        SELECT number, checkpoint_version, checkpoint, epoch, incarnation FROM stream
          WHERE account = $1 AND number = coalesce($2, number)
        """, key),
      Statement(
        "SELECT stream, key FROM outbox WHERE account = $1 AND stream = coalesce($2, stream) ORDER BY number", key),
      Statement(
        "SELECT stream, type, id FROM failure WHERE account = $1 AND stream = coalesce($2, stream) ORDER BY number", key
      ),
    ]
  }

  /// The states of streams by their numbers.
  static func states(_ results: [ResultRows]) -> [Int: StreamState] {
    guard results.count >= 3 else { return [:] }
    let (streams, outbox, failures) = (results[0], results[1], results[2])
    var states: [Int: StreamState] = [:]
    for row in 0..<streams.count {
      var state = StreamState()
      if !streams.isNull(row, 1) {
        state.checkpoint = Checkpoint(version: streams.integer(row, 1), text: streams.text(row, 2))
      }
      state.epoch = streams.integer(row, 3)
      state.incarnation = streams.text(row, 4)
      states[streams.integer(row, 0)] = state
    }
    for row in 0..<outbox.count { states[outbox.integer(row, 0)]?.outbox.append(outbox.text(row, 1)) }
    for row in 0..<failures.count {
      states[failures.integer(row, 0)]?.unsettledObjects.append(
        RecordReference(type: failures.text(row, 1), id: failures.text(row, 2)))
    }
    return states
  }
}
#endif
