import TributaryJSON

/// What the session queue remembers between runs, besides outbox and failures.
struct SessionQueueCheckpoint: Equatable {
  /// Who the service takes this database for.
  var device: String
  /// The incarnation that the device was drawn for.
  var incarnation: String
  /// Whether records that this device was not given are still to be deleted.
  var owesSweep = false
  /// Whether items without identifier went to quarantine and were not given up since.
  var hasUnidentified = false
  /// Whether the service refused keys of which nobody knows what is stored, and these were not given up since.
  var hasRefusedKeys = false
  /// The remembered object that was asked for last, if there were more than one run asks for.
  var askedLast: RecordReference?

  static let version = 1

  init(device: String, incarnation: String, owesSweep: Bool = false) {
    self.device = device
    self.incarnation = incarnation
    self.owesSweep = owesSweep
  }

  init?(_ checkpoint: Checkpoint) {
    guard checkpoint.version == Self.version,
      let raw = try? JSONReader.read(JSONValue.self, from: SharedBytes(checkpoint.text)),
      let device = raw["device"]?.string,
      let incarnation = raw["incarnation"]?.string,
      let owesSweep = raw["owesSweep"]?.bool,
      let hasUnidentified = raw["hasUnidentified"]?.bool
    else { return nil }
    self.init(device: device, incarnation: incarnation, owesSweep: owesSweep)
    self.hasUnidentified = hasUnidentified
    hasRefusedKeys = raw["hasRefusedKeys"]?.bool ?? false
    if let type = raw["askedLast"]?["type"]?.string, let id = raw["askedLast"]?["id"]?.string {
      askedLast = RecordReference(type: type, id: id)
    }
  }

  var checkpoint: Checkpoint {
    let value: JSONValue = [
      "device": .string(device), "incarnation": .string(incarnation), "owesSweep": .bool(owesSweep),
      "hasUnidentified": .bool(hasUnidentified), "hasRefusedKeys": .bool(hasRefusedKeys),
      "askedLast": askedLast.map { ["type": .string($0.type), "id": .string($0.id)] } ?? .null,
    ]
    return Checkpoint(version: Self.version, text: JSONWriter.bytes(of: value).text)
  }
}
