import TributaryJSON

/// Reads what a sync has stored on another machine.
///
/// It is the counterpart of ``RecordReader``, whose calls return at once. Texts compare by their bytes.
public protocol AsyncRecordReader: Sendable {
  /// Every stream in the store, in the order of their creation.
  func streams() async throws(StoreError) -> [StreamSummary]

  /// What is in quarantine, oldest first.
  ///
  /// - Parameters:
  ///   - stream: Only items of this stream, or `nil` for those of every stream.
  ///   - limit: The most items to return.
  func quarantine(stream: StreamKey?, limit: Int) async throws(StoreError) -> [QuarantinedItem]

  /// The live records of a type that follow a position, in the order of stream and id.
  ///
  /// A page is as the store was at one moment. The next one may see later commits: a whole walk over one moment would
  /// keep the server from cleaning up.
  ///
  /// - Parameters:
  ///   - service: The service, as in ``StreamKey/service``.
  ///   - type: The record type's name.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  ///   - position: The end of the page before, or `nil` for the first page.
  func page(
    service: String, type: String, stream: StreamKey?, after position: RecordPosition?
  ) async throws(StoreError) -> RecordPage

  /// One live record by its identifier, or `nil`.
  ///
  /// - Parameters:
  ///   - service: The service, as in ``StreamKey/service``.
  ///   - type: The record type's name.
  ///   - id: The identifier as text.
  ///   - stream: The stream to look in, or `nil` for every stream of the service; the stream created first wins.
  func record(
    service: String, type: String, id: String, stream: StreamKey?
  ) async throws(StoreError) -> StoredRecord?

  /// How many live records of a type there are.
  ///
  /// - Parameters:
  ///   - service: The service, as in ``StreamKey/service``.
  ///   - type: The record type's name.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  func count(service: String, type: String, stream: StreamKey?) async throws(StoreError) -> Int

  /// Reports every commit made through this object from now on, each after it is committed. Those of one stream come in
  /// their order.
  func commits() -> AsyncStream<CommitNotice>
}

/// A place in the order of a type's records.
public struct RecordPosition: Sendable, Hashable {
  /// The stream's number in the store.
  package var stream: Int
  /// The last identifier before.
  package var id: String
  /// How many records the next page should have, from the sizes of those before.
  package var size: Int

  package init(stream: Int, id: String, size: Int) {
    self.stream = stream
    self.id = id
    self.size = size
  }
}

/// Some of a type's records, in their order.
public struct RecordPage: Sendable {
  /// The records.
  public var records: [StoredRecord]
  /// Where the next page begins, or `nil` if this is the last one.
  public var next: RecordPosition?

  /// A page from its parts.
  public init(records: [StoredRecord], next: RecordPosition?) {
    self.records = records
    self.next = next
  }
}

/// The live records of a type in a store on another machine, read page by page.
///
/// ```swift
/// for try await record in store.storedRecords(service: "zendesk-sell", type: "lead") { print(record.id) }
/// ```
public struct StoredRecords: AsyncSequence, Sendable {
  /// One record.
  public typealias Element = StoredRecord
  /// What reading may throw.
  public typealias Failure = StoreError

  let store: any AsyncRecordReader
  let service: String
  let type: String
  let stream: StreamKey?

  /// Begins to read.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(records: self) }

  /// Reads records one by one.
  public struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let records: StoredRecords
    private var page: ArraySlice<StoredRecord> = []
    private var position: RecordPosition?
    private var isOver = false

    fileprivate init(records: StoredRecords) { self.records = records }

    /// The next record; `nil` at the end.
    public mutating func next() async throws(StoreError) -> StoredRecord? { try await next(isolation: nil) }

    /// The next record; `nil` at the end.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws(StoreError) -> StoredRecord? {
      while page.isEmpty, !isOver {
        let read = try await records.store.page(
          service: records.service, type: records.type, stream: records.stream, after: position)
        page = read.records[...]
        position = read.next
        isOver = read.next == nil
      }
      return page.popFirst()
    }
  }
}

extension AsyncRecordReader {
  /// The live records of a type, in the order of stream and id, with memory use that does not grow with their number.
  public func storedRecords(service: String, type: String, stream: StreamKey? = nil) -> StoredRecords {
    StoredRecords(store: self, service: service, type: type, stream: stream)
  }
}
