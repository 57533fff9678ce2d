public import Tributary
public import ZendeskSellEmulator

extension ZendeskSellEmulator {
  /// What a store holds of the service, in the form of ``snapshot()``.
  public func mirror(in store: any RecordReader) throws(StoreError) -> [String: [Int: String]] {
    var records: [String: [Int: String]] = [:]
    for type in snapshot().keys {
      try store.forEachRecord(service: "zendesk-sell", type: type, stream: nil) { record in
        records[type, default: [:]][Int(record.id) ?? -1] = record.payload.text
        return true
      }
    }
    return records
  }

  /// The same of a store on another machine.
  public func mirror(in store: any AsyncRecordReader) async throws -> [String: [Int: String]] {
    var records: [String: [Int: String]] = [:]
    for type in snapshot().keys {
      for try await record in store.storedRecords(service: "zendesk-sell", type: type) {
        records[type, default: [:]][Int(record.id) ?? -1] = record.payload.text
      }
    }
    return records
  }
}
