import MyAzur
import Tributary

/// The sign-ins of a worker, so that a password is not sent again for each sync of an account.
///
/// They are in memory alone, and no more than a number of them. A credential whose content changes is another sign-in.
final class SignIns: Sendable {
  private struct Held {
    var authentication: Authentication
    var lastUse: Int
  }

  private struct State {
    var held: [FirebaseSignIn: Held] = [:]
    var uses = 0
  }

  private let limit: Int
  private let state = Locked(State())

  init(limit: Int = 10_000) { self.limit = limit }

  /// The authentication of an earlier sync with the same sign-in, whose token may still be valid, or a new one.
  func authentication(_ credentials: MyAzurCredentials, _ policy: ClientPolicy) -> Authentication {
    guard case .password(let signIn) = credentials else { return credentials.authentication(policy) }
    return state.withLock { state in
      state.uses += 1
      let authentication = state.held[signIn]?.authentication ?? credentials.authentication(policy)
      if state.held[signIn] == nil, state.held.count >= limit,
        let oldest = state.held.min(by: { $0.value.lastUse < $1.value.lastUse })?.key
      {
        state.held[oldest] = nil
      }
      state.held[signIn] = Held(authentication: authentication, lastUse: state.uses)
      return authentication
    }
  }

  /// How many are held.
  var count: Int { state.withLock { $0.held.count } }
}
