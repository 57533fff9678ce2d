import TributaryJSON

/// A model in the shape of the generated ones.
struct Lead: JSONCodable, Codable, Equatable {
  var id: Int
  var ownerID: Int
  var name: String
  var organizationName: String?
  var score: Double?
  var hot: Bool?
  var tags: [String]
  var address: Address?
  var counts: [String: Int]?

  enum CodingKeys: String, CodingKey {
    case id, name, score, hot, tags, address, counts
    case ownerID = "owner_id"
    case organizationName = "organization_name"
  }

  static let keys: JSONKeys = [
    "id", "owner_id", "name", "organization_name", "score", "hot", "tags", "address", "counts",
  ]

  init(from reader: inout JSONReader) throws(JSONError) {
    var id: Int?, ownerID: Int?, name: String?, tags: [String]?
    var object = try reader.beginObject(Self.keys)
    while let key = try reader.nextKey(&object) {
      switch key {
      case 0: id = try reader.readInt()
      case 1: ownerID = try reader.readInt()
      case 2: name = try reader.readString()
      case 3: organizationName = try reader.readStringIfPresent()
      case 4: score = try reader.readDoubleIfPresent()
      case 5: hot = try reader.readBoolIfPresent()
      case 6: tags = try reader.readArray(of: String.self)
      case 7: address = try reader.readIfPresent(Address.self)
      case 8: counts = try reader.readMapIfPresent(of: Int.self)
      default: try reader.skipValue()
      }
    }
    self.id = try object.require(id, 0)
    self.ownerID = try object.require(ownerID, 1)
    self.name = try object.require(name, 2)
    self.tags = try object.require(tags, 6)
  }

  func encode(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("id", id)
    writer.field("owner_id", ownerID)
    writer.field("name", name)
    writer.field("organization_name", organizationName)
    writer.field("score", score)
    writer.field("hot", hot)
    writer.field("tags", tags)
    writer.field("address", address)
    writer.field("counts", counts)
    writer.endObject()
  }
}

struct Address: JSONCodable, Codable, Equatable {
  var city: String?
  var country: String?

  static let keys: JSONKeys = ["city", "country"]

  init(from reader: inout JSONReader) throws(JSONError) {
    var object = try reader.beginObject(Self.keys)
    while let key = try reader.nextKey(&object) {
      switch key {
      case 0: city = try reader.readStringIfPresent()
      case 1: country = try reader.readStringIfPresent()
      default: try reader.skipValue()
      }
    }
  }

  func encode(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("city", city)
    writer.field("country", country)
    writer.endObject()
  }
}

extension Lead {
  /// A page of leads as a server might write it.
  static let page = """
    [
      {"id": 1, "owner_id": 7, "name": "Åsa \\"Ö\\" Ek", "organization_name": null, "score": 0.25, "hot": true,
       "tags": ["a", "b\\n", "漢字"], "address": {"city": "Hyannis", "country": "US"}, "counts": {"x": 1, "y": -2}},
      {"tags": [], "unknown": {"deep": [1, {"a": [null, true, "x"]}]}, "name": "", "id": -9223372036854775808,
       "owner_id": 1e2, "score": 1.7976931348623157e308, "other_unknown": "\\ud83d\\ude00"}
    ]
    """
}
