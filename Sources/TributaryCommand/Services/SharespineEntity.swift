import Sharespine
import Tributary
import TributaryJSON

/// A record type of Sharespine on the command line.
struct SharespineEntity: Sendable {
  /// Where a query is evaluated.
  enum Place: Sendable {
    case server(Sharespine.Client)
    case store(any RecordReader)
  }

  let name: String
  /// How a store calls it.
  let type: RecordType
  /// How it is synchronized, given the JSON of a filter; `nil` if it cannot be filtered.
  private let synced: @Sendable (String?) throws(FilterError) -> SyncedRecords?
  /// Reads a query, or throws its problem.
  let check: @Sendable (QueryText) throws(UsageError) -> Void
  /// Requests the records that a filter matches, and passes on the JSON of each.
  let ask: @Sendable (QueryText, Place, _ tell: (String) -> Void) async throws -> Void

  private static let all = [
    SharespineEntity("product", { .products($0) }, { $0.products.all($1).pages }),
    SharespineEntity("order", nil, { $0.orders.all($1).pages }),
    SharespineEntity("ledgeraccount", { .ledgerAccounts($0) }, { $0.ledgerAccounts.all($1).pages }),
    SharespineEntity("ledgerentry", { .ledgerEntries($0) }, { $0.ledgerEntries.all($1).pages }),
    SharespineEntity("supplierinvoice", { .supplierInvoices($0) }, { $0.supplierInvoices.all($1).pages }),
  ]

  static var names: String { all.map(\.name).joined(separator: ", ") }

  /// How a store calls each of them.
  static var recordTypes: [RecordType] { all.map(\.type) }

  /// The queryable entity of a name.
  static func named(_ name: String) throws(UsageError) -> SharespineEntity {
    guard let entity = all.first(where: { $0.name == name }) else {
      throw UsageError("There is no record type \"\(name)\" to query.", near: name, among: all.map(\.name))
    }
    return entity
  }

  /// The entity that a sync of a name delivers. An unknown name is one of the platform's paths.
  static func synced(_ name: String, filter: String?) throws(UsageError) -> SyncedRecords {
    let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
    guard !name.isEmpty, name.allSatisfy({ letters.contains($0) }) else {
      throw UsageError("\"\(name)\" is not the name of a record type.")
    }
    do throws(FilterError) {
      if let entity = all.first(where: { $0.name == name }), let records = try entity.synced(filter) { return records }
    } catch { throw UsageError("--where is invalid: \(error).") }
    guard filter == nil else { throw UsageError("--where does not work for \(name).") }
    return .records(of: name)
  }

  private init<Entity: Queryable & SyncRecord>(
    _ name: String, _ narrowed: (@Sendable (Filter<Entity>) -> SyncedRecords)?,
    _ pages: @escaping @Sendable (Sharespine.Client, Query<Entity>) -> PageSequence<Records<Entity>>
  ) {
    self.name = name
    type = Entity.recordType
    synced = { (text) throws(FilterError) in
      guard let narrowed else { return text == nil ? .orders() : nil }
      return narrowed(try text.map { (text) throws(FilterError) in try Filter(wireText: text) } ?? .everything)
    }
    check = { (text) throws(UsageError) in
      let _: Query<Entity> = try text.query()
    }
    ask = { text, place, tell in
      let query: Query<Entity> = try text.query()
      switch place {
      case .server(let client):
        for try await page in pages(client, query) { Self.tell(page, tell) }
      case .store(let store): Self.tell(try store.records(matching: query), tell)
      }
    }
  }

  private static func tell<Entity: JSONModel>(_ records: Records<Entity>, _ tell: (String) -> Void) {
    for record in records { tell(JSONWriter.text(of: record)) }
    for record in records.undecodable { tell(record.payload.text) }
  }
}

/// The parts of a query on the command line.
struct QueryText: Sendable {
  var filter: String?
  var order: String?
  var limit: Int?
  var offset: Int?
  /// Whether fields and operators that the spec lacks are sent as they are.
  var isUnchecked = false

  func query<Entity: Queryable>() throws(UsageError) -> Query<Entity> {
    var query = Query<Entity>()
    var problems: [String] = []
    do throws(FilterError) {
      if let filter { query.filter = try Filter(wireText: filter, keepingUnknown: isUnchecked) }
    } catch { problems.append("--where is invalid: \(error).") }
    do throws(FilterError) {
      if let order {
        let parts = order.split(separator: ":", maxSplits: 1).map(String.init)
        let step: JSONValue = [
          "field": .string(parts.first ?? ""), "direction": .string(parts.count > 1 ? parts[1] : "ascending"),
        ]
        query.order = try Query<Entity>(wire: ["order": .array([step])], keepingUnknown: isUnchecked).order
      }
    } catch { problems.append("--order is invalid: \(error).") }
    guard problems.isEmpty else { throw UsageError(problems) }
    query.limit = limit
    query.offset = offset
    return query
  }
}

extension DeletionMarker {
  /// `deleted` means that this field is present and neither null nor false; `state=deleted`, that it has this text.
  init(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    self.init(parts[0].split(separator: ".").map(String.init), value: parts.count > 1 ? parts[1] : nil)
  }
}
