/// The run of one stream, whatever its protocol.
protocol StreamRun: Sendable {
  var outcome: StreamOutcome { get }
  mutating func next() async throws(SyncError) -> SyncEvent?
}

/// What a run has done so far.
struct StreamOutcome: Sendable {
  var counts = CommitCounts()
  var requests = 0
  var notes: [SyncNote] = []
  /// `nil` while the stream is not done.
  var reasons: [SyncNote]?
  var fraction: Double?

  /// Takes a protocol's word for how much is done, as far as it neither falls nor leaves 0...1.
  mutating func advance(to fraction: Double?) {
    if let fraction { self.fraction = min(max(fraction, self.fraction ?? 0), 1) }
  }

  mutating func add(_ other: StreamOutcome) {
    counts += other.counts
    requests += other.requests
    notes += other.notes.filter { !notes.contains($0) }
    reasons = (reasons ?? []) + (other.reasons ?? []).filter { !(reasons ?? []).contains($0) }
  }

  var report: SyncReport {
    let reasons = reasons ?? []
    return SyncReport(
      result: reasons.isEmpty ? .upToDate : .incomplete(reasons), notes: notes, counts: counts, requests: requests)
  }
}
