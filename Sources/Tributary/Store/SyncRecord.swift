/// A model that a sync brings and a store keeps.
public protocol SyncRecord: JSONModel, Identifiable where ID: CustomStringConvertible & Sendable {
  /// How stores call and show it.
  static var recordType: RecordType { get }
}
