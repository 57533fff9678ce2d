public import TributaryJSON

extension RecordReader {
  /// Every live record of a model, in the order of stream and id.
  ///
  /// ```swift
  /// for document in try store.all(Document.self) { print(document.id) }
  /// ```
  ///
  /// - Parameters:
  ///   - model: The model to read.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  /// - Returns: The records. A record that the model cannot read is in ``Records/undecodable`` and does not affect the
  ///   others.
  public func all<Model: SyncRecord>(
    _ model: Model.Type, stream: StreamKey? = nil
  ) throws(StoreError) -> Records<Model> {
    var records = Records<Model>()
    try forEachDecoded(stream: stream) { record in
      records.append(record)
      return true
    }
    return records
  }

  /// The live record with an identifier, or `nil`.
  ///
  /// - Parameters:
  ///   - model: The model to read.
  ///   - id: The record's identifier.
  ///   - stream: The stream to look in, or `nil` for every stream of the service; the stream created first wins.
  /// - Throws: ``StoreError/undecodable(_:_:)`` when the model cannot read what is stored.
  public func record<Model: SyncRecord>(
    _ model: Model.Type, id: Model.ID, stream: StreamKey? = nil
  ) throws(StoreError) -> Model? {
    let found: DecodedRecord<Model>? = try decodedRecord(id: id.description, stream: stream)
    switch found {
    case .model(let value)?: return value
    case .undecodable(let stored, let error)?: throw stored.undecodable(error)
    case nil: return nil
    }
  }

  /// How many live records of a model there are, including those that the model cannot read.
  ///
  /// - Parameters:
  ///   - model: The model to count.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  public func count<Model: SyncRecord>(of model: Model.Type, stream: StreamKey? = nil) throws(StoreError) -> Int {
    let type = Model.recordType
    return try count(service: type.service, type: type.name, stream: stream)
  }

  /// Calls the body with every live record of a model, one by one, with memory use that does not grow with their
  /// number.
  ///
  /// ```swift
  /// try store.forEach(Document.self) { document in print(document.id) }
  /// ```
  ///
  /// A record that the model cannot read does not end the iteration.
  ///
  /// - Parameters:
  ///   - model: The model to read.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  ///   - body: Called with each record. An error that it throws ends the iteration.
  ///   - undecodable: Called with each record that the model cannot read.
  /// - Throws: ``StoreError``; what the body throws; and, if `undecodable` is omitted, ``StoreError/undecodable(_:_:)``
  ///   for the first such record at the end of the iteration.
  public func forEach<Model: SyncRecord>(
    _ model: Model.Type, stream: StreamKey? = nil, _ body: (Model) throws -> Void,
    undecodable: ((StoredRecord, JSONError) -> Void)? = nil
  ) throws {
    var stop: (any Error)?
    var unread: StoreError?
    try forEachDecoded(stream: stream) { (record: DecodedRecord<Model>) in
      switch record {
      case .model(let value):
        do { try body(value) } catch { stop = error }
      case .undecodable(let stored, let error):
        if let undecodable { undecodable(stored, error) } else { unread = unread ?? stored.undecodable(error) }
      }
      return stop == nil
    }
    if let stop { throw stop }
    if let unread { throw unread }
  }
}

extension StoredRecord {
  /// The record as a model.
  ///
  /// - Throws: ``StoreError/undecodable(_:_:)`` when the model cannot read it.
  public func decoded<Model: JSONModel>(as model: Model.Type = Model.self) throws(StoreError) -> Model {
    do { return try payload.decode() } catch { throw undecodable(error) }
  }

  func undecodable(_ error: JSONError) -> StoreError { .undecodable(RecordReference(type: type, id: id), error) }
}

extension Records {
  /// Adds an element at the end.
  mutating func append(_ record: DecodedRecord<Model>) {
    switch record {
    case .model(let value): append(value)
    case .undecodable(let stored, let error): append(stored.payload, undecodable: error)
    }
  }
}
