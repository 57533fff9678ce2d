#if PostgreSQL
import Foundation
import Tributary
import TributaryHTTP

/// The right to write an account's records, as its holder knows it.
final class StoreLease: Sendable {
  /// Where the lease comes from.
  enum Origin: Sendable {
    /// A worker has claimed it, and gives it back.
    case claimed(by: String, term: Int)
    /// The store takes it when a stream is opened, under a name of its own.
    case taken(by: String, lasting: Duration)
  }

  private struct State {
    var open: Set<Int> = []
    var term: Int?
  }

  let origin: Origin
  private let state = Locked(State())
  private let opening = NSLock()

  init(_ origin: Origin) { self.origin = origin }

  private var owner: String {
    switch origin {
    case .claimed(let owner, _), .taken(let owner, _): owner
    }
  }

  /// Runs the body while no other stream is being opened, nor the lease given back.
  func whileOpening<Output, Failure: Error>(_ body: () throws(Failure) -> Output) throws(Failure) -> Output {
    opening.lock()
    defer { opening.unlock() }
    return try body()
  }

  func isOpen(_ number: Int) -> Bool { state.withLock { $0.open.contains(number) } }

  func hold(_ number: Int, term: Int) {
    state.withLock { state in
      // Streams of an earlier term have lost the lease; their numbers are free again.
      if state.term != term { state.open = [] }
      state.open.insert(number)
      state.term = term
    }
  }

  /// Lets go of a stream.
  ///
  /// - Returns: The term, if the lease is to be given back.
  func release(_ number: Int) -> Int? {
    state.withLock { state in
      state.open.remove(number)
      guard case .taken = origin, state.open.isEmpty else { return nil }
      return state.term
    }
  }

  /// Forgets the term, unless a stream was opened in the meantime.
  func endIfUnused(_ term: Int) -> Bool {
    state.withLock { state in
      guard state.open.isEmpty, state.term == term else { return false }
      state.term = nil
      return true
    }
  }

  /// Takes the lease or makes it last longer, and returns its term; no row if another has it.
  ///
  /// A lease that ends later than it could have been made to end is one of a clock that was wrong, and is over.
  func take(_ account: Int) -> Statement {
    switch origin {
    case .claimed(let owner, let term):
      Statement(
        """
        UPDATE lease SET until = clock_timestamp() + make_interval(secs => lasts)
          WHERE account = $1 AND term = $2 AND owner = $3 RETURNING term
        """, .integer(account), .integer(term), .text(owner))
    case .taken(let owner, let duration):
      // With a stream open the term stays, so that a second stream does not fence off the first.
      Statement(
        """
        UPDATE lease SET owner = $2, until = clock_timestamp() + make_interval(secs => $3), lasts = $3,
            term = CASE WHEN owner = $2 AND term = $4 THEN term ELSE term + 1 END
          WHERE account = $1 AND (owner = $2 OR until IS NULL
            OR until NOT BETWEEN clock_timestamp() AND clock_timestamp() + make_interval(secs => lasts))
          RETURNING term
        """, .integer(account), .text(owner), .real(duration.seconds),
        .integer(state.withLock { $0.open.isEmpty ? nil : $0.term } ?? -1))
    }
  }

  /// Gives the lease back.
  func giveBack(_ account: Int, term: Int) -> Statement {
    Statement(
      "UPDATE lease SET owner = NULL, until = NULL WHERE account = $1 AND term = $2 AND owner = $3",
      .integer(account), .integer(term), .text(owner))
  }

  /// Makes the lease last longer; division by zero if it is another's by now.
  ///
  /// It is a statement of its own, before all that write: a statement that waited for the lease in one of its own parts
  /// would write by what it saw before the wait. It fails rather than returning nothing, so that what follows in the
  /// same trip, COMMIT included, does not happen.
  ///
  /// It compares the owner as well as the term: a server that lost the claim, in a crash or to a replica that was
  /// promoted without it, gives the same term to the next one.
  func fence(_ account: Int, term: Int) -> Statement {
    Statement(
      """
      WITH held AS (
        UPDATE lease SET until = clock_timestamp() + make_interval(secs => lasts)
          WHERE account = $1 AND term = $2 AND owner = $3 RETURNING 1
      ) SELECT 1 / count(*) FROM held
      """, .integer(account), .integer(term), .text(owner))
  }
}

extension Duration {
  /// A duration from seconds; limited to what years can be.
  init(inSeconds seconds: Double) {
    self = seconds.isFinite ? .seconds(min(max(seconds, -1e10), 1e10)) : .zero
  }
}
#endif
