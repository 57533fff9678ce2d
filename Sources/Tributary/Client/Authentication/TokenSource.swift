/// Supplies a bearer token, and fetches another one when it is about to expire or was refused.
///
/// If several calls need a token at the same time, it is fetched once for all of them. Copies of a client share their
/// source.
///
/// ```swift
/// let source = TokenSource { previous in
///   let response = try await signIn.send(Tokens.refresh(previous?.refreshToken))
///   return AccessToken(Secret(response.token), lifetime: .seconds(response.expiresIn))
/// }
/// ```
public final class TokenSource: Sendable {
  /// Why there is no token.
  enum Failure: Error {
    case cancelled
    case failed(String)
  }

  private typealias Waiter = CheckedContinuation<Result<AccessToken, Failure>, Never>

  private struct State {
    var token: AccessToken?
    /// When the token must be replaced, or `nil` if only a refusal shows that.
    var end: Duration?
    /// The callers waiting for the fetch under way; `nil` if there is none.
    var waiters: [Int: Waiter]?
    var nextWaiter = 0
  }

  private let state = Locked(State())
  private let margin: Duration
  private let time: any TimeSource
  private let fetch: @Sendable (AccessToken?) async throws -> AccessToken

  /// A source.
  ///
  /// - Parameters:
  ///   - margin: How long before its expiry a token is replaced; half its lifetime if that is shorter.
  ///   - time: The clocks.
  ///   - fetch: Fetches a token, given the previous one. It must bound its own time, as a ``ServiceClient`` does. It is
  ///     not cancelled together with its callers, because the service may have replaced the refresh token by then.
  public init(
    margin: Duration = .seconds(60), time: any TimeSource = SystemTime(),
    fetch: @escaping @Sendable (_ previous: AccessToken?) async throws -> AccessToken
  ) {
    self.margin = margin
    self.time = time
    self.fetch = fetch
  }

  /// A token other than the refused one, cached or newly fetched.
  func token(refused: Secret?) async throws(Failure) -> AccessToken {
    let id = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    let result: Result<AccessToken, Failure> = await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in join(waiter, id: id, refused: refused) }
    } onCancel: {
      state.withLock { $0.waiters?.removeValue(forKey: id) }?.resume(returning: .failure(.cancelled))
    }
    return try result.get()
  }

  /// Returns the cached token, or waits for a fetch, which is started unless one is under way.
  private func join(_ waiter: Waiter, id: Int, refused: Secret?) {
    enum Step { case result(Result<AccessToken, Failure>), wait, fetch(AccessToken?) }
    let now = time.uptime
    let step = state.withLock { state -> Step in
      // Cancelled earlier: the cancellation handler ran and found no waiter.
      if Task.isCancelled { return .result(.failure(.cancelled)) }
      if state.waiters != nil {
        state.waiters?[id] = waiter
        return .wait
      }
      if let token = state.token, token.token != refused, state.end.map({ now < $0 }) ?? true {
        return .result(.success(token))
      }
      state.waiters = [id: waiter]
      return .fetch(state.token)
    }
    switch step {
    case .result(let result): waiter.resume(returning: result)
    case .wait: break
    case .fetch(let previous): Task { await run(previous, from: now) }
    }
  }

  private func run(_ previous: AccessToken?, from start: Duration) async {
    let result: Result<AccessToken, Failure>
    do { result = .success(try await fetch(previous)) } catch { result = .failure(.failed("\(error)")) }
    let waiters = state.withLock { state in
      if case .success(let token) = result {
        state.token = token
        state.end = token.lifetime.map { start + $0 - min(margin, $0 / 2) }
      }
      defer { state.waiters = nil }
      return state.waiters ?? [:]
    }
    for waiter in waiters.values { waiter.resume(returning: result) }
  }
}
