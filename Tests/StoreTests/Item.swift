@_spi(Generated) import Tributary
@_spi(Generated) import TributaryJSON

/// A model as the generator writes them.
struct Item: SyncRecord {
  typealias ID = Identifier<Item, Int>

  var id: ID
  var name: String

  static let keys = JSONKeys("id", "name")
  static let recordType = RecordType(service: "test", name: "item", fields: ["id", "name"])

  init(id: ID, name: String) {
    self.id = id
    self.name = name
  }

  init(from reader: inout JSONReader) throws(JSONError) {
    (id, name) = (0, "")
    var object = try reader.beginObject(Self.keys)
    while let key = try reader.nextKey(&object) {
      switch key {
      case 0: try reader.read(&id)
      case 1: try reader.read(&name)
      default: try reader.skipValue()
      }
    }
    try object.require(0, 1)
  }

  func encode(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("id", id)
    writer.field("name", name)
    writer.endObject()
  }
}
