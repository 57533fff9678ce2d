@_spi(Generated) public import Tributary
@_spi(Generated) import TributaryJSON

/// Records that a sync fetches: their type, which of them, and how they are requested.
public struct SyncedRecords: Sendable {
  let type: RecordType
  /// The part of the platform that they cover: the type, and the filter's canonical text if there is one.
  let scope: String
  let isNarrowed: Bool
  let isQueried: Bool
  /// Filters a record locally; `nil` if only the platform can.
  let evaluator: FilterEvaluator?
  let marker: DeletionMarker?
  /// Reads the records; `nil` if they are kept as received.
  let model: (any JSONModel.Type)?
  /// The call for a request, with the filter if the platform should apply it.
  let endpoint: @Sendable (ModificationPolling.Request, _ filtersOnServer: Bool) -> Endpoint<RawList>

  /// Products, by queries.
  public static func products(_ filter: Filter<Product> = .everything) -> SyncedRecords {
    queried(filter, Client.Products.query) { $0.query(for: $1, by: Product.Fields().lastModified) }
  }

  /// Ledger accounts, by queries.
  public static func ledgerAccounts(_ filter: Filter<LedgerAccount> = .everything) -> SyncedRecords {
    queried(filter, Client.LedgerAccounts.query) { $0.query(for: $1, by: LedgerAccount.Fields().lastModified) }
  }

  /// Ledger entries, by queries.
  public static func ledgerEntries(_ filter: Filter<LedgerEntry> = .everything) -> SyncedRecords {
    queried(filter, Client.LedgerEntries.query) { $0.query(for: $1, by: LedgerEntry.Fields().lastModified) }
  }

  /// Supplier invoices, by queries.
  public static func supplierInvoices(_ filter: Filter<SupplierInvoice> = .everything) -> SyncedRecords {
    queried(filter, Client.SupplierInvoices.query) { $0.query(for: $1, by: SupplierInvoice.Fields().lastModified) }
  }

  /// Orders, by one list of those that changed.
  ///
  /// - Parameter parameter: The platform's name for the time of the change.
  public static func orders(changedBy parameter: String = "modifiedAtOrAfter") -> SyncedRecords {
    listed(Order.recordType, changedBy: parameter, model: Order.self)
  }

  /// Records of any type, by one list of those that changed; their fields are kept as received.
  ///
  /// - Parameters:
  ///   - type: The type as it appears in paths, such as `order`.
  ///   - parameter: The platform's name for the time of the change.
  public static func records(
    of type: String, changedBy parameter: String = "lastModifiedAtOrAfter"
  ) -> SyncedRecords {
    let type = RecordType(service: Order.recordType.service, name: type, fields: ["localId", "lastModified"])
    return listed(type, changedBy: parameter, model: nil)
  }

  private static func queried<Entity: SyncRecord & Queryable>(
    _ filter: Filter<Entity>, _ endpoint: @escaping @Sendable (Query<Entity>) -> Endpoint<Records<Entity>>,
    query: @escaping @Sendable (ModificationPolling.PageQuery, Filter<Entity>) -> Query<Entity>
  ) -> SyncedRecords {
    let type = Entity.recordType
    let isNarrowed = !filter.matchesEverything
    return SyncedRecords(
      type: type, scope: isNarrowed ? "\(type.name) where \(filter.canonicalText)" : type.name,
      isNarrowed: isNarrowed, isQueried: true, evaluator: isNarrowed ? try? FilterEvaluator(filter) : nil,
      marker: Entity.Fields.schema.deletions?.marker, model: Entity.self
    ) { request, filtersOnServer in
      var asked = Query<Entity>()
      if case .page(let page) = request { asked = query(page, filtersOnServer ? filter : .everything) }
      return endpoint(asked).decoding(as: RawList.self)
    }
  }

  private static func listed(
    _ type: RecordType, changedBy parameter: String, model: (any JSONModel.Type)?
  ) -> SyncedRecords {
    SyncedRecords(
      type: type, scope: type.name, isNarrowed: false, isQueried: false, evaluator: nil, marker: nil, model: model
    ) { request, _ in
      var moment: Timestamp?
      if case .list(let atOrAfter) = request { moment = atOrAfter }
      return Endpoint(
        "\(type.name).list", "GET", "/api/\(type.name)", query: [.item(parameter, moment)], responses: [.json(200)])
    }
  }
}
