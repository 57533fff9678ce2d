package import TributaryJSON

/// What the session queue remembers between runs, besides outbox and failures.
package struct SessionQueueMemory: SyncMemory {
  /// Who the service takes this database for.
  var device: String
  /// The incarnation that the device was drawn for.
  var incarnation: String
  /// Whether records that this device was not given are still to be deleted.
  var owesSweep = false
  /// Whether the service refused keys of which nobody knows what is stored, and these were not given up since.
  var hasRefusedKeys = false
  /// The remembered object that was asked for last, if there were more than one run asks for.
  var askedLast: RecordReference?

  package static let version = 1

  init(device: String, incarnation: String, owesSweep: Bool = false) {
    self.device = device
    self.incarnation = incarnation
    self.owesSweep = owesSweep
  }

  package init?(_ fields: JSONFields) {
    guard let device = fields["device"]?.string, let incarnation = fields["incarnation"]?.string,
      let owesSweep = fields["owesSweep"]?.bool
    else { return nil }
    self.init(device: device, incarnation: incarnation, owesSweep: owesSweep)
    hasRefusedKeys = fields["hasRefusedKeys"]?.bool ?? false
    if let type = fields["askedLast"]?["type"]?.string, let id = fields["askedLast"]?["id"]?.string {
      askedLast = RecordReference(type: type, id: id)
    }
  }

  package var fields: JSONFields {
    [
      "device": .string(device), "incarnation": .string(incarnation), "owesSweep": .bool(owesSweep),
      "hasRefusedKeys": .bool(hasRefusedKeys),
      "askedLast": askedLast.map { ["type": .string($0.type), "id": .string($0.id)] } ?? .null,
    ]
  }
}
