import Tributary

/// Spaces the requests of this worker with one credential, whose rate all workers share.
final class CredentialBucket: Sendable {
  private struct State {
    var interval: Duration?
    /// When the next request may go.
    var next = Duration.zero
    /// The end of the pause that the service asked for.
    var pausedUntil = Duration.zero
  }

  private let time: any TimeSource
  private let state = Locked(State())

  init(time: any TimeSource) { self.time = time }

  /// Takes over what the source knows about the credential.
  func update(_ credential: SharedCredential) {
    let now = time.uptime
    state.withLock { state in
      state.interval = nil
      if let rate = credential.callsPerSecond, rate > 0, rate.isFinite {
        state.interval = .seconds(Double(max(1, credential.owners)) / rate)
      }
      state.pausedUntil = max(state.pausedUntil, now + credential.pause)
    }
  }

  /// Reserves the next slot, and returns how long the caller must wait for it.
  func reserve() -> Duration {
    let now = time.uptime
    return state.withLock { state in
      let turn = max(state.next, state.pausedUntil, now)
      if let interval = state.interval { state.next = turn + interval }
      return turn - now
    }
  }

  /// Notes that the service asked for no request for a while.
  ///
  /// - Returns: Whether it is news.
  func pause(for duration: Duration) -> Bool {
    let end = time.uptime + duration
    return state.withLock { state in
      // Requests that were under way together are refused together.
      guard end > state.pausedUntil + .seconds(1) else { return false }
      state.pausedUntil = end
      return true
    }
  }

  /// How long the pause still lasts.
  var pause: Duration {
    let now = time.uptime
    return state.withLock { max(.zero, $0.pausedUntil - now) }
  }
}

/// The buckets of the credentials in use.
final class CredentialBuckets: Sendable {
  private let time: any TimeSource
  private let buckets = Locked<[String: (bucket: CredentialBucket, users: Int)]>([:])

  init(time: any TimeSource) { self.time = time }

  /// The bucket of a credential for one more user.
  func take(_ credential: SharedCredential) -> CredentialBucket {
    let bucket = buckets.withLock { buckets in
      let entry = buckets[credential.name] ?? (CredentialBucket(time: time), 0)
      buckets[credential.name] = (entry.bucket, entry.users + 1)
      return entry.bucket
    }
    bucket.update(credential)
    return bucket
  }

  /// Ends a use. A bucket without users is dropped: the source keeps pauses.
  func giveBack(_ name: String) {
    buckets.withLock { buckets in
      guard let entry = buckets[name] else { return }
      buckets[name] = entry.users > 1 ? (entry.bucket, entry.users - 1) : nil
    }
  }

  /// Takes over what a renewal said.
  func update(_ credential: SharedCredential) {
    buckets.withLock { $0[credential.name]?.bucket }?.update(credential)
  }
}
