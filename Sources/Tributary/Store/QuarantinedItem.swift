public import TributaryJSON

/// An item that could not be understood, kept so that nothing is lost.
public struct QuarantinedItem: Sendable, Equatable {
  /// The record type's name, or an empty string.
  public var type: String
  /// The identifier as text, or `nil` where none could be read.
  public var id: String?
  /// The item as it came.
  public var payload: RawJSON
  /// What was wrong, in a sentence.
  public var problem: String

  /// An item from its parts.
  public init(type: String, id: String?, payload: RawJSON, problem: String) {
    self.type = type
    self.id = id
    self.payload = payload
    self.problem = problem
  }
}
