@_spi(Generated) import TributaryJSON

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

  static let keys = JSONKeys(
    "id", "owner_id", "name", "organization_name", "score", "hot", "tags", "address", "counts")

  init(from reader: inout JSONReader) throws(JSONError) {
    (id, ownerID, name, tags) = (0, 0, "", [])
    var object = try reader.beginObject(Self.keys)
    while let key = try reader.nextKey(&object) {
      switch key {
      case 0: try reader.read(&id)
      case 1: try reader.read(&ownerID)
      case 2: try reader.read(&name)
      case 3: try reader.read(&organizationName)
      case 4: try reader.read(&score)
      case 5: try reader.read(&hot)
      case 6: try reader.read(&tags)
      case 7: try reader.read(&address)
      case 8: try reader.read(&counts)
      default: try reader.skipValue()
      }
    }
    try object.require(0, 1, 2, 6)
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

  static let keys = JSONKeys("city", "country")

  init(from reader: inout JSONReader) throws(JSONError) {
    var object = try reader.beginObject(Self.keys)
    while let key = try reader.nextKey(&object) {
      switch key {
      case 0: try reader.read(&city)
      case 1: try reader.read(&country)
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
