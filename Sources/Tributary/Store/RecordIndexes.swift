/// A store that can keep indexes of fields.
///
/// ```swift
/// try store.index(Lead.self) { $0.email }
/// let found = try store.records(Lead.self) { $0.email.equals("anna@example.com") }.first
/// ```
///
/// An index changes no answer, only how long it takes: comparisons for equality, ranges and prefixes then read the
/// records that can match, and no other. The store keeps it up to date in the very commit that brings a record.
public protocol RecordIndexes: RecordReader {
  /// Creates an index, unless there is one.
  ///
  /// - Parameters:
  ///   - field: The field.
  ///   - service: The service, as in ``StreamKey/service``.
  ///   - type: The record type's name.
  func index(_ field: IndexedField, service: String, type: String) throws(StoreError)
}

extension RecordIndexes {
  /// Keeps an index of a field, from the records that are there and of those to come. It belongs to the database and is
  /// there when that is opened again; creating it once more does nothing.
  public func index<Record: SyncRecord & LocalModel, Value: FilterOperand>(
    _ model: Record.Type, by field: (LocalField<Record, Record>) -> LocalField<Record, Value>
  ) throws(StoreError) {
    let type = Record.recordType
    try index(IndexedField(field(.whole)), service: type.service, type: type.name)
  }
}
