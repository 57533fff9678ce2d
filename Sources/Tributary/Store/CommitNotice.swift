/// Reports what one commit changed.
public struct CommitNotice: Sendable, Equatable {
  /// Counts the commits made since the listener began, from 1. A gap shows that the listener fell behind and missed
  /// that commit.
  public var number: Int
  /// The stream.
  public var stream: StreamKey
  /// Records inserted or updated, as type and identifier. Records that came unchanged are not included.
  public var changed: [RecordReference]
  /// Records that became tombstones.
  public var deleted: [RecordReference]

  /// A notice from its parts.
  public init(number: Int, stream: StreamKey, changed: [RecordReference], deleted: [RecordReference]) {
    self.number = number
    self.stream = stream
    self.changed = changed
    self.deleted = deleted
  }
}

/// Sends the notices of a store's commits to all listeners.
///
/// A store calls ``notify(stream:changed:deleted:)`` while it still holds the lock under which it committed, so that
/// notices come in the order of the commits. The call never waits.
package final class CommitBroadcaster: Sendable {
  private struct Listener {
    var continuation: AsyncStream<CommitNotice>.Continuation
    var commits = 0
  }

  private struct State {
    var listeners: [Int: Listener] = [:]
    var nextListener = 0
  }

  /// How many notices are buffered for a listener before the oldest is dropped.
  package static let capacity = 1000

  private let state = Locked(State())

  package init() {}

  deinit {
    let listeners = state.withLock { $0.listeners.values.map(\.continuation) }
    for listener in listeners { listener.finish() }
  }

  package func listen() -> AsyncStream<CommitNotice> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: CommitNotice.self, bufferingPolicy: .bufferingNewest(Self.capacity))
    let number = state.withLock { state in
      state.nextListener += 1
      state.listeners[state.nextListener] = Listener(continuation: continuation)
      return state.nextListener
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { _ = $0.listeners.removeValue(forKey: number) }
    }
    return stream
  }

  /// Reports to every listener that it missed something, so that it reads everything again.
  package func notifyMissed() {
    state.withLock { state in
      for key in state.listeners.keys {
        state.listeners[key]?.commits += 2
        guard let listener = state.listeners[key] else { continue }
        let nothing = StreamKey(service: "", baseURL: "")
        listener.continuation.yield(
          CommitNotice(number: listener.commits, stream: nothing, changed: [], deleted: []))
      }
    }
  }

  package func notify(stream: StreamKey, changed: [RecordReference], deleted: [RecordReference]) {
    state.withLock { state in
      for key in state.listeners.keys {
        state.listeners[key]?.commits += 1
        guard let listener = state.listeners[key] else { continue }
        listener.continuation.yield(
          CommitNotice(number: listener.commits, stream: stream, changed: changed, deleted: deleted))
      }
    }
  }
}
