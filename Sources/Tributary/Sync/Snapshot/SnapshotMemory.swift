package import TributaryJSON

/// What the snapshot remembers between runs.
package struct SnapshotMemory: SyncMemory, Equatable {
  /// The validator of the list that is stored, or `nil` if the store may differ from any list that had one.
  var validator: String?

  package static let version = 1

  init(validator: String?) { self.validator = validator }

  package init?(_ fields: JSONFields) {
    guard fields.allSatisfy({ name, _ in name == "validator" || name == "hasUnidentified" }) else { return nil }
    self.init(validator: fields["validator"]?.string)
  }

  package var fields: JSONFields { validator.map { ["validator": .string($0)] } ?? [:] }
}
