extension SharespineEmulator {
  /// The contents of a service and the callers it accepts.
  public struct Configuration: Sendable {
    /// How many records of each type there are at first.
    public var records: [RecordType: Int]
    /// The seed of everything random.
    public var seed: UInt64 = 1
    /// The only accepted user, or `nil` for anyone.
    public var username: String?
    /// The password of that user, or `nil` for any.
    public var password: String?
    /// The only tenant there is, or `nil` for any.
    public var tenant: String?
    /// The connection that the records' remote ids belong to at first.
    public var connectionID = "3fb2568eb7e165e34dd311af5550002b"
    /// Whether other connections are refused.
    package var admitsOnlyThatConnection = false
    /// The only reseller there is, or `nil` for any.
    public var reseller: String?
    /// Seconds that pass between two requests of the simulated clock.
    public var secondsPerRequest = 1
    /// After how many seconds of the clock a record changes by itself; `nil` for never.
    public var secondsPerChange: Int?
    /// The maximum number of records. Beyond it, creating a record gets a 503.
    package var capacity = 5_000_000
    /// How many of the last log events are kept for inspection.
    package var rememberedEvents = 10_000
    /// What the service does where its documentation is silent.
    public var behavior = Behavior()

    /// The defaults, with this many records in all; two of five are products, and as many are orders.
    public init(records: Int = 200, seed: UInt64 = 1) {
      let records = max(0, records)
      let (products, accounts) = (records * 2 / 5, records / 20)
      self.records = [
        .product: products, .order: products, .ledgerAccount: accounts, .ledgerEntry: accounts,
        .supplierInvoice: records - 2 * (products + accounts),
      ]
      self.seed = seed
    }
  }

  /// A type of records, by the name that it has in paths.
  public enum RecordType: String, Sendable, Hashable, CaseIterable {
    case product
    case order
    case ledgerAccount = "ledgeraccount"
    case ledgerEntry = "ledgerentry"
    case supplierInvoice = "supplierinvoice"

    /// The parameter that limits the type's list to changes.
    var changesParameter: String { self == .order ? "modifiedAtOrAfter" : "lastModifiedAtOrAfter" }

    /// Whether the filter by remote id works on it.
    var hasRemoteIDFilter: Bool { self == .ledgerAccount || self == .ledgerEntry || self == .supplierInvoice }
  }

  /// How many requests of each kind came.
  public struct RequestCounts: Sendable, Equatable {
    /// Every request, including refused ones.
    public var total = 0
    /// The number of query requests.
    package var queries = 0
    /// The number of list requests.
    package var lists = 0
    /// The number of rows in their responses.
    package var rows = 0
  }
}
