/// A stream of a ``MemoryStore``, held until it is closed or let go of.
final class MemoryStream: StreamStore {
  let key: StreamKey
  private let store: MemoryStore
  private let place: Int
  private let isOpen = Locked(true)

  init(store: MemoryStore, place: Int, key: StreamKey) {
    self.store = store
    self.place = place
    self.key = key
  }

  deinit { close() }

  func state() throws(StoreError) -> StreamState {
    try whileOpen { store.state(at: place) }
  }

  func commit(_ transaction: StreamTransaction) throws(StoreError) -> CommitCounts {
    try whileOpen { store.commit(transaction, at: place) }
  }

  func renewIncarnation() throws(StoreError) {
    try whileOpen { store.renewIncarnation(at: place) }
  }

  func close() {
    isOpen.withLock { isOpen in
      if isOpen { store.release(place) }
      isOpen = false
    }
  }

  private func whileOpen<Answer: Sendable>(_ body: () -> Answer) throws(StoreError) -> Answer {
    try isOpen.withLock { (isOpen) throws(StoreError) in
      guard isOpen else { throw .closed }
      return body()
    }
  }
}
