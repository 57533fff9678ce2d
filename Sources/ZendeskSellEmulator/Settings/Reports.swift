extension EmulatedSell {
  /// A record as callers name it.
  public struct RecordKey: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The type, such as `lead`.
    public var type: String
    /// The identifier.
    public var id: Int

    /// A key from its parts.
    public init(_ type: String, _ id: Int) {
      self.type = type
      self.id = id
    }

    /// `lead 2147483650`
    public var description: String { "\(type) \(id)" }

    /// Orders by type, then by identifier.
    public static func < (left: Self, right: Self) -> Bool { (left.type, left.id) < (right.type, right.id) }
  }

  /// How many requests of each kind came.
  public struct RequestCounts: Sendable, Equatable {
    /// Every request, including refused ones.
    public var total = 0
    /// The number of session starts.
    package var starts = 0
    /// The number of requested queue pages.
    package var pages = 0
    /// Acknowledgements.
    package var acknowledgements = 0
    /// Keys in acknowledgements that were accepted.
    package var acknowledgedKeys = 0
    /// Requests that were rate limited on demand.
    package var rateLimited = 0
    /// Requests to all endpoints other than those for syncing.
    package var rest = 0
  }
}
