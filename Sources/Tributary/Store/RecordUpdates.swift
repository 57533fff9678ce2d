public import TributaryJSON

/// What a commit did to one record of a model.
public enum RecordUpdate<Model: SyncRecord>: Sendable, Equatable {
  /// The record is new or changed. The value is the one stored when the update is read, so several commits in a row
  /// may show the same.
  case upserted(id: String, Model)
  /// The record is gone.
  case deleted(id: String)
  /// The record is new or changed, but the model cannot read it.
  case undecodable(StoredRecord, JSONError)
  /// More commits came than could be buffered, and their changes were lost. Read all records again.
  case missed
}

/// The updates that commits through one store object make to a model's records.
///
/// ```swift
/// for try await update in store.changes(of: Document.self) {
///   switch update {
///   case .upserted(_, let document): show(document)
///   case .deleted(let id): hide(id)
///   case .undecodable(let record, let error): report(record, error)
///   case .missed: showAgain(try store.all(Document.self))
///   }
/// }
/// ```
///
/// The sequence begins with the first commit after its creation. It never ends on its own, because it keeps its store
/// alive.
public struct RecordUpdates<Model: SyncRecord>: AsyncSequence, Sendable {
  /// One update.
  public typealias Element = RecordUpdate<Model>
  /// The error of reading a record.
  public typealias Failure = StoreError

  /// Reads a record by its identifier and stream.
  typealias Read = @Sendable (String, StreamKey) async throws(StoreError) -> DecodedRecord<Model>?

  let read: Read
  let stream: StreamKey?
  let notices: AsyncStream<CommitNotice>

  /// Begins to read. Only one task may do so.
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(read: read, stream: stream, notices: notices.makeAsyncIterator())
  }

  /// Reads updates one by one.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let read: Read
    let stream: StreamKey?
    var notices: AsyncStream<CommitNotice>.AsyncIterator
    private var notice: CommitNotice?
    private var changed: ArraySlice<RecordReference> = []
    private var deleted: ArraySlice<RecordReference> = []

    init(read: @escaping Read, stream: StreamKey?, notices: AsyncStream<CommitNotice>.AsyncIterator) {
      self.read = read
      self.stream = stream
      self.notices = notices
    }

    /// The next update; `nil` once the task is cancelled.
    public mutating func next() async throws(StoreError) -> RecordUpdate<Model>? {
      try await next(isolation: nil)
    }

    /// The next update; `nil` once the task is cancelled.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws(StoreError) -> RecordUpdate<Model>? {
      while true {
        if let update = try await takeUpdate(isolation: actor) { return update }
        guard let next = await notices.next(isolation: actor) else { return nil }
        let expected = (notice?.number ?? 0) + 1
        begin(next)
        if next.number != expected { return .missed }
      }
    }

    private mutating func begin(_ next: CommitNotice) {
      notice = next
      let isWanted = next.stream.service == Model.recordType.service && (stream.map { $0.names(next.stream) } ?? true)
      changed = isWanted ? next.changed.filter(Self.isOfModel)[...] : []
      deleted = isWanted ? next.deleted.filter(Self.isOfModel)[...] : []
    }

    private static func isOfModel(_ reference: RecordReference) -> Bool { reference.type == Model.recordType.name }

    /// Takes the next update of the notice that is being read.
    private mutating func takeUpdate(
      isolation actor: isolated (any Actor)?
    ) async throws(StoreError) -> RecordUpdate<Model>? {
      guard let notice else { return nil }
      while let reference = changed.popFirst() {
        switch try await read(reference.id, notice.stream) {
        case .model(let value)?: return .upserted(id: reference.id, value)
        case .undecodable(let stored, let error)?: return .undecodable(stored, error)
        // The record is gone by now, and a later notice reports that.
        case nil: continue
        }
      }
      return deleted.popFirst().map { .deleted(id: $0.id) }
    }
  }
}

extension RecordReader {
  /// Reports what commits made through this object do to a model's records from now on.
  ///
  /// - Parameters:
  ///   - model: The model to watch.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  public func changes<Model: SyncRecord>(of model: Model.Type, stream: StreamKey? = nil) -> RecordUpdates<Model> {
    let read: RecordUpdates<Model>.Read = { (id, stream) throws(StoreError) in
      try self.decodedRecord(id: id, stream: stream)
    }
    return RecordUpdates(read: read, stream: stream, notices: commits())
  }
}

extension AsyncRecordReader {
  /// Reports what commits made through this object do to a model's records from now on. Those of other machines are
  /// not among them.
  ///
  /// - Parameters:
  ///   - model: The model to watch.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  public func changes<Model: SyncRecord>(of model: Model.Type, stream: StreamKey? = nil) -> RecordUpdates<Model> {
    let type = Model.recordType
    let read: RecordUpdates<Model>.Read = { (id, stream) throws(StoreError) in
      try await self.record(service: type.service, type: type.name, id: id, stream: stream)?.decoding()
    }
    return RecordUpdates(read: read, stream: stream, notices: commits())
  }
}
