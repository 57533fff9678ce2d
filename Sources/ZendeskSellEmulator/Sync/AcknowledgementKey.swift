/// The key that acknowledges an item of the queue: `create|Contact|2147483650|1704812400|17`.
///
/// It identifies the state of a record that a device has, so no list of delivered keys has to be kept.
struct AcknowledgementKey: Sendable, Hashable {
  var type: String
  var id: Int
  /// The number of the change that made the state.
  var sequence: Int

  /// The text for an item.
  static func text(_ record: Record, isKnown: Bool) -> String {
    let operation = record.isDeleted ? "delete" : isKnown ? "update" : "create"
    return "\(operation)|\(className(record.type))|\(record.id)|\(record.changedAt)|\(record.sequence)"
  }

  /// Parses a text; `nil` if it is not one of this service.
  init?(_ text: String) {
    let parts = text.split(separator: "|", omittingEmptySubsequences: false)
    guard parts.count == 5, ["create", "update", "delete"].contains(parts[0]), let id = Int(parts[2]),
      let sequence = Int(parts[4]), Int(parts[3]) != nil
    else { return nil }
    type = Self.typeName(parts[1])
    self.id = id
    self.sequence = sequence
  }

  /// `associated_contact` becomes `AssociatedContact`.
  private static func className(_ type: String) -> String {
    type.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private static func typeName(_ name: Substring) -> String {
    var type = ""
    for letter in name {
      if letter.isUppercase, !type.isEmpty { type.append("_") }
      type += letter.lowercased()
    }
    return type
  }
}
