extension SharespineEmulator {
  /// What the service does where its documentation is silent.
  ///
  /// The defaults are this emulator's choice. All of it may be changed while the service runs.
  public struct Behavior: Sendable {
    /// The number of rows returned for a query without `numRecords`.
    public var defaultPageSize = 100
    /// The most rows in the response to any query; `nil` for any number.
    public var pageCap: Int? = 1000
    /// The most rows of a list; `nil` for any number.
    public var listCap: Int?
    /// Whether a query for more than ``pageCap`` rows is refused with 400 instead of truncated.
    package var refusesLargePages = false
    /// Whether a query may lack its filter.
    package var allowsMissingFilter = true
    /// The deepest nesting of clauses.
    package var filterDepth = 100

    /// Whether `order` has an effect.
    package var honoursOrder = true
    /// Whether `offset` has an effect.
    package var honoursOffset = true
    /// The order of rows if a query has none.
    package var naturalOrder = NaturalOrder.identifier
    /// The directions of an order.
    public var directions: [String: Direction] = ["ascending": .ascending, "descending": .descending]
    /// Seconds until a change becomes visible to queries and lists.
    package var commitLag = 0

    /// The operators of a filter, apart from `and`, `or` and `remoteId`. Two are documented.
    public var operators: [String: Comparison] = ["gt": .greater, "eq": .equal]
    /// The names of the types of a filter's values. Two are documented.
    public var valueTypes: [String: ValueType] = ["datetime": .dateTime, "str": .string]
    /// The fields that filters and orders may use. Apart from `lastModified` and a product's `sku`, none is documented.
    public var fields: [RecordType: [String: ValueType]] = [
      .product: [
        "sku": .string, "name": .string, "stockType": .string, "stock": .number, "vatRatePercent": .number,
        "remoteId": .string,
      ],
      .order: ["remoteOrderNo": .string, "orderStatus": .string, "shippingStatus": .string],
      .ledgerAccount: ["accountNo": .string, "name": .string],
      .ledgerEntry: ["description": .string, "amount": .number],
      .supplierInvoice: ["invoiceNo": .string, "amount": .number],
    ]

    /// Whether deleted records are delivered, and how they look.
    public var deletedLook = DeletedLook.flag("deleted")
    /// The values of the query's `deleted`. One is documented.
    public var deletedValues: [String: DeletedChoice] = ["both": .both]

    /// Whether a query parameter that is unknown to a list is refused with 400. Otherwise it is ignored, so that the
    /// list has everything.
    package var refusesUnknownParameters = false
    /// Whether a JSON number is refused with 400 if the record has it as a string.
    package var refusesRawNumbers = true
    /// Whether requests need a `User-Agent`.
    package var requiresUserAgent = false
    /// The status for a request without `X-Tenant`, `X-ConnectionId` or `X-Reseller`.
    package var statusOfMissingHeader = 400
    /// The status for a created product or tenant.
    package var statusOfCreated = 200
    /// The status that accepts log events.
    package var statusOfLogEvents = 200
    /// The content of a failure.
    package var errorBody = ErrorBody.json
    /// How far the `Date` header is ahead of the records' stamps, in seconds.
    package var dateSkew = 0

    /// The defaults.
    public init() {}
  }

  /// The order of rows if a query has none: by identifier, oldest change first, newest change first, or in another
  /// order each time.
  package enum NaturalOrder: Sendable { case identifier, oldestChange, newestChange, random }

  /// Which end of an order comes first.
  public enum Direction: Sendable { case ascending, descending }

  /// How an operator compares a field with the value of the filter.
  public enum Comparison: Sendable { case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual }

  /// The type of a field or of a filter's value.
  public enum ValueType: Sendable { case string, dateTime, number, boolean }

  /// How a deleted record looks in a response.
  public enum DeletedLook: Sendable, Equatable {
    /// It has this field, which is true.
    case flag(String)
    /// It has this field with this text.
    case text(field: String, value: String)
    /// It looks like any other record.
    case unmarked
    /// It is not delivered.
    case absent
  }

  /// The records that a query selects by its `deleted`.
  public enum DeletedChoice: Sendable { case both, deleted, live }

  /// The content of a failure: an object with `error` and `message`, plain text, a page of HTML, or nothing.
  package enum ErrorBody: Sendable { case json, text, html, empty }
}
