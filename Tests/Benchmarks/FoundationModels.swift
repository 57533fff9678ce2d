import Foundation

// The models of the SDKs as one would write them for Foundation: the same fields and types, synthesized coding, and
// timestamps as text, which is less work than reading them.

struct FoundationQueuePage: Codable {
  var items: [Item]
  var meta: Meta?

  struct Item: Codable {
    var data: FoundationLead
    var meta: ItemMeta
  }

  struct ItemMeta: Codable {
    var type: String
    var sync: Sync
  }

  struct Sync: Codable {
    var eventType: String
    var acknowledgementKey: String
    var revision: Int?

    enum CodingKeys: String, CodingKey {
      case eventType = "event_type"
      case acknowledgementKey = "ack_key"
      case revision
    }
  }

  struct Meta: Codable {
    var type: String?
    var count: Int?
    var countLeft: Int?

    enum CodingKeys: String, CodingKey {
      case type, count
      case countLeft = "count_left"
    }
  }
}

struct FoundationLead: Codable {
  var id: Int
  var creatorID: Int?
  var ownerID: Int?
  var firstName: String?
  var lastName: String?
  var organizationName: String?
  var status: String?
  var sourceID: Int?
  var unqualifiedReasonID: Int?
  var title: String?
  var description: String?
  var industry: String?
  var website: String?
  var email: String?
  var phone: String?
  var mobile: String?
  var fax: String?
  var twitter: String?
  var facebook: String?
  var linkedin: String?
  var skype: String?
  var address: Address?
  var tags: [String]?
  var customFields: [String: String]?
  var createdAt: String?
  var updatedAt: String?

  enum CodingKeys: String, CodingKey {
    case id, status, title, description, industry, website, email, phone, mobile, fax, twitter, facebook, linkedin
    case skype, address, tags
    case creatorID = "creator_id"
    case ownerID = "owner_id"
    case firstName = "first_name"
    case lastName = "last_name"
    case organizationName = "organization_name"
    case sourceID = "source_id"
    case unqualifiedReasonID = "unqualified_reason_id"
    case customFields = "custom_fields"
    case createdAt = "created_at"
    case updatedAt = "updated_at"
  }

  struct Address: Codable {
    var line1: String?
    var city: String?
    var postalCode: String?
    var state: String?
    var country: String?

    enum CodingKeys: String, CodingKey {
      case line1, city, state, country
      case postalCode = "postal_code"
    }
  }
}

struct FoundationDocumentList: Codable {
  var createdAt: String
  var objects: [FoundationDocument]

  enum CodingKeys: String, CodingKey {
    case createdAt = "created_at"
    case objects
  }
}

struct FoundationDocument: Codable {
  var id: Int
  var folderID: Int
  var incoming: Bool
  var status: Int
  var responseStatus: Int?
  var statusChangedAt: String?
  var createdAt: String
  var createdBy: String?
  var updatedAt: String?
  var updatedBy: String?

  enum CodingKeys: String, CodingKey {
    case id, incoming
    case folderID = "folder_id"
    case status = "status_id"
    case responseStatus = "response_status_id"
    case statusChangedAt = "status_changed_at"
    case createdAt = "created_at"
    case createdBy = "created_by"
    case updatedAt = "updated_at"
    case updatedBy = "updated_by"
  }
}

struct FoundationProduct: Codable {
  var localId: String
  var href: String?
  var remoteId: String?
  var sku: String?
  var stock: Decimal?
  var stockType: String?
  var vatRatePercent: Decimal?
  var created: String?
  var lastModified: String?

  enum CodingKeys: String, CodingKey {
    case localId, href, remoteId, sku, stock, stockType, vatRatePercent, created, lastModified
  }

  init(from decoder: any Decoder) throws {
    // Numbers travel as text, which synthesized coding cannot read.
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func decimal(_ key: CodingKeys) throws -> Decimal? {
      try values.decodeIfPresent(String.self, forKey: key).flatMap { Decimal(string: $0) }
    }
    localId = try values.decode(String.self, forKey: .localId)
    href = try values.decodeIfPresent(String.self, forKey: .href)
    remoteId = try values.decodeIfPresent(String.self, forKey: .remoteId)
    sku = try values.decodeIfPresent(String.self, forKey: .sku)
    stock = try decimal(.stock)
    stockType = try values.decodeIfPresent(String.self, forKey: .stockType)
    vatRatePercent = try decimal(.vatRatePercent)
    created = try values.decodeIfPresent(String.self, forKey: .created)
    lastModified = try values.decodeIfPresent(String.self, forKey: .lastModified)
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(localId, forKey: .localId)
    try values.encodeIfPresent(href, forKey: .href)
    try values.encodeIfPresent(remoteId, forKey: .remoteId)
    try values.encodeIfPresent(sku, forKey: .sku)
    try values.encodeIfPresent(stock?.description, forKey: .stock)
    try values.encodeIfPresent(stockType, forKey: .stockType)
    try values.encodeIfPresent(vatRatePercent?.description, forKey: .vatRatePercent)
    try values.encodeIfPresent(created, forKey: .created)
    try values.encodeIfPresent(lastModified, forKey: .lastModified)
  }
}
