extension RecordReader {
  /// Calls the body with each live record of a type that a query asks for, as it is stored.
  package func forEachRecord(
    service: String, type: String, matching query: LocalQueryText, _ body: (StoredRecord) -> Void
  ) throws(StoreError) {
    var window: QueryWindow<StoredRecord>
    do { window = try QueryWindow(query) } catch { throw .unanswerable(error) }
    guard !window.matchesNothing else { return }
    try forEachRecord(service: service, type: type, stream: nil, matching: window.evaluator) { record in
      window.add(record, record.payload.bytes)
    }
    for record in window.elements() { body(record) }
  }
}
