import TributaryJSON

/// The rows of one record type in a response: where they are, and what says that a record is deleted.
///
/// ```swift
/// [.records(\.items, deleted: \.isDeleted), .records(\.projects, deleted: \.isDeleted)]
/// ```
///
/// Rows are stored as received. One that does not decode is stored as well, if its identifier can be read.
public struct RecordRows<Response: Sendable>: Sendable {
  /// The type of the records.
  public var type: RecordType
  let list: @Sendable (Response) throws(JSONError) -> SyncList?

  /// Rows of records that a spec declares.
  ///
  /// - Parameters:
  ///   - rows: The list. A response of a token cursor without it has no rows of the type; a snapshot needs it.
  ///   - deleted: Whether a row says that its record is deleted; by default none does.
  ///   - marker: How a deleted row looks, where it lacks fields that the record needs.
  ///   - identifier: The wire name of the identifier, for rows that do not decode.
  public static func records<Model: SyncRecord>(
    _ rows: @escaping @Sendable (Response) -> Records<Model>?,
    deleted: @escaping @Sendable (Model) -> Bool? = { _ in nil }, marker: DeletionMarker? = nil,
    identifier: String = "id"
  ) -> RecordRows {
    records(
      rows, of: Model.recordType, id: { $0.id.description }, deleted: deleted, marker: marker, identifier: identifier)
  }

  /// Rows of a model that the spec does not declare as a record.
  ///
  /// - Parameters:
  ///   - rows: The list. A response of a token cursor without it has no rows of the type; a snapshot needs it.
  ///   - type: What the store calls the records, and the columns that it shows.
  ///   - id: The identifier.
  ///   - deleted: Whether a row says that its record is deleted; by default none does.
  ///   - marker: How a deleted row looks, where it lacks fields that the record needs.
  ///   - identifier: The wire name of the identifier, for rows that do not decode.
  public static func records<Model: JSONModel>(
    _ rows: @escaping @Sendable (Response) -> Records<Model>?, of type: RecordType,
    id: @escaping @Sendable (Model) -> any CustomStringConvertible,
    deleted: @escaping @Sendable (Model) -> Bool? = { _ in nil }, marker: DeletionMarker? = nil,
    identifier: String = "id"
  ) -> RecordRows {
    RecordRows(type: type) { response throws(JSONError) in
      guard let list = try rows(response)?.rawList else { return nil }
      return SyncList(list, type: type.name) { row in
        if let marker, marker.isDeleted(row) {
          return SyncRow(type: type.name, id: row.identifier(identifier), kind: .delete)
        }
        do throws(JSONError) {
          let model = try row.decode(as: Model.self)
          return SyncRow(type: type.name, id: "\(id(model))", kind: deleted(model) == true ? .delete : .upsert(row))
        } catch {
          return SyncRow(type: type.name, id: row.identifier(identifier), kind: .upsert(row), problem: "\(error)")
        }
      }
    }
  }

  /// A list that has only deleted records.
  ///
  /// - Parameters:
  ///   - type: The type of the records.
  ///   - rows: The list. A response without it has no deletions of the type.
  ///   - id: The identifier of the record.
  public static func deletions<Model: JSONModel>(
    of type: RecordType, _ rows: @escaping @Sendable (Response) -> Records<Model>?,
    id: @escaping @Sendable (Model) -> any CustomStringConvertible
  ) -> RecordRows {
    var deletions = records(rows, of: type, id: id)
    let list = deletions.list
    deletions = RecordRows(type: type) { response throws(JSONError) in
      var deletions = try list(response)
      deletions?.isDeletions = true
      return deletions
    }
    return deletions
  }

  private init(type: RecordType, list: @escaping @Sendable (Response) throws(JSONError) -> SyncList?) {
    self.type = type
    self.list = list
  }
}

extension [RecordType] {
  /// The types of rows, each once.
  init<Response>(of rows: [RecordRows<Response>]) {
    self = rows.map(\.type).reduce(into: []) { types, type in if !types.contains(type) { types.append(type) } }
  }
}

extension [SyncList] {
  /// The lists of a response.
  ///
  /// - Parameters:
  ///   - rows: Where they are.
  ///   - response: The response.
  ///   - operation: The name of the endpoint.
  ///   - isComplete: Whether each of them must be there, because an absent one would look like an empty one.
  init<Response>(
    _ rows: [RecordRows<Response>], in response: Response, of operation: String, isComplete: Bool = false
  ) throws(APIError) {
    self = []
    for rows in rows {
      let list: SyncList?
      do throws(JSONError) { list = try rows.list(response) } catch { throw .unreadable(error, in: operation) }
      if let list { append(list) } else if isComplete { throw .lacks("list of type \(rows.type.name)", in: operation) }
    }
  }
}

extension RawJSON {
  /// A member as text, if it is a number or a string.
  func identifier(_ name: String) -> String? {
    let value = try? member(name)?.value()
    return value?.string ?? value?.number.map { number in number.int.map { "\($0)" } ?? number.text }
  }
}
