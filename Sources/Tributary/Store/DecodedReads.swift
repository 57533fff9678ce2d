package import TributaryJSON

/// A row of a store whose file may have been edited since the row was written.
package struct UncheckedRecord: Sendable {
  private let stream: StreamKey
  private let type: String
  private let id: String
  private let bytes: SharedBytes
  private let path: String

  /// A row from its parts.
  ///
  /// - Parameters:
  ///   - bytes: The row's content, which should be JSON.
  ///   - path: The store's file, for the error.
  package init(stream: StreamKey, type: String, id: String, bytes: SharedBytes, path: String) {
    self.stream = stream
    self.type = type
    self.id = id
    self.bytes = bytes
    self.path = path
  }

  /// The record, if its bytes are JSON.
  package func checked() throws(StoreError) -> StoredRecord {
    let payload = try RawJSON(stored: bytes, of: RecordReference(type: type, id: id), path: path)
    return StoredRecord(stream: stream, type: type, id: id, payload: payload)
  }

  /// The record as a model reads it. Decoding checks all of the JSON, so that only a failure needs a check of its own:
  /// it distinguishes bytes that are not JSON from a record that does not fit the model.
  func decoded<Model: JSONDecodable>() throws(StoreError) -> DecodedRecord<Model> {
    if let model = try? JSONReader.read(Model.self, from: bytes) { return .model(model) }
    return try checked().decoding()
  }
}

extension RawJSON {
  /// The JSON in a row of a store's file. It was valid when it was written, but the file may have been edited since.
  package init(stored bytes: SharedBytes, of record: RecordReference, path: String) throws(StoreError) {
    do {
      try self.init(validating: bytes, limits: JSONLimits(depth: JSONLimits.greatestDepth))
    } catch {
      throw .notADatabase(path: path, "its content for \(record.type) \(record.id) is not valid JSON")
    }
  }
}

/// A store that can return rows before they are checked.
package protocol UncheckedRecordReader: RecordReader {
  /// Calls the body with each live record of a type, or each that a filter matches, in the order of stream and id,
  /// until it returns false. A row that is not JSON counts as a match.
  func forEachUncheckedRecord(
    service: String, type: String, stream: StreamKey?, matching filter: FilterEvaluator?,
    _ body: (UncheckedRecord) throws(StoreError) -> Bool
  ) throws(StoreError)

  /// One live record by its identifier, or `nil`.
  func uncheckedRecord(
    service: String, type: String, id: String, stream: StreamKey?
  ) throws(StoreError) -> UncheckedRecord?
}

/// A record as a model reads it, or, if the model cannot, as it is stored and what was wrong.
enum DecodedRecord<Model: JSONDecodable> {
  case model(Model)
  case undecodable(StoredRecord, JSONError)
}

extension StoredRecord {
  /// The record as a model reads it.
  func decoding<Model: JSONDecodable>() -> DecodedRecord<Model> {
    do { return .model(try payload.decode()) } catch { return .undecodable(self, error) }
  }
}

extension RecordReader {
  /// Calls the body with each live record of a model, or each that a filter matches, in the order of stream and id,
  /// until it returns false.
  func forEachDecoded<Model: SyncRecord>(
    stream: StreamKey?, matching filter: FilterEvaluator? = nil, _ body: (DecodedRecord<Model>) -> Bool
  ) throws(StoreError) {
    let type = Model.recordType
    if let reader = self as? any UncheckedRecordReader {
      try reader.forEachUncheckedRecord(service: type.service, type: type.name, stream: stream, matching: filter) {
        (row) throws(StoreError) in body(try row.decoded())
      }
    } else if let filter {
      try forEachRecord(service: type.service, type: type.name, stream: stream, matching: filter) {
        body($0.decoding())
      }
    } else {
      try forEachRecord(service: type.service, type: type.name, stream: stream) { body($0.decoding()) }
    }
  }

  /// The live record of a model with an identifier, or `nil`.
  func decodedRecord<Model: SyncRecord>(
    id: String, stream: StreamKey?
  ) throws(StoreError) -> DecodedRecord<Model>? {
    let type = Model.recordType
    if let reader = self as? any UncheckedRecordReader {
      return try reader.uncheckedRecord(service: type.service, type: type.name, id: id, stream: stream)?.decoded()
    }
    return try record(service: type.service, type: type.name, id: id, stream: stream)?.decoding()
  }
}
