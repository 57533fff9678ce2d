/// A model that is synchronized into stores.
public protocol SyncRecord: JSONModel, Identifiable where ID: CustomStringConvertible & Sendable {
  /// The record type, under which stores keep and show it.
  static var recordType: RecordType { get }
}

/// Describes one kind of record to a store: its name and the columns of its view.
public struct RecordType: Sendable, Hashable {
  /// The service it belongs to, as in ``StreamKey/service``: `my-azur`.
  public var service: String
  /// The name on the wire or in the spec: `document`.
  public var name: String
  /// The wire names of its fields, in the order of the spec.
  public var fields: [String]

  /// A record type from its parts.
  public init(service: String, name: String, fields: [String]) {
    self.service = service
    self.name = name
    self.fields = fields
  }
}
