package import TributaryJSON

/// What the session queue remembers between runs, in addition to the outbox and the unsettled objects.
package struct SessionQueueMemory: SyncMemory {
  /// The device that the service takes this database for.
  var device: String
  /// The incarnation for which the device was created.
  var incarnation: String
  /// Whether records that this device did not receive are still to be deleted.
  var owesSweep = false
  /// Whether the service refused keys for which it is unknown what is stored, and these were not forgotten since.
  var hasRefusedKeys = false
  /// The unsettled object that was requested last, if there were more than one run requests.
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
