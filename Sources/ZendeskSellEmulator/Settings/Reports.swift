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
    /// Every request, refused ones included.
    public var total = 0
    /// Sessions asked for.
    package var starts = 0
    /// Queue pages asked for.
    package var pages = 0
    /// Acknowledgements.
    package var acknowledgements = 0
    /// Keys in acknowledgements that were accepted.
    package var acknowledgedKeys = 0
    /// Requests that were rate limited on demand.
    package var rateLimited = 0
    /// Everything beside the sync endpoints.
    package var rest = 0
  }
}
