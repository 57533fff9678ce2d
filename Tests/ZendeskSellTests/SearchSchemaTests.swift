import Foundation
import Testing
@_spi(Generated) import Tributary
import TributaryJSON
import ZendeskSell
import ZendeskSellEmulator

/// The attributes of Search are those that the service's own schema lists, in the emulator and in the spec.
@Suite("The schema of search")
struct SearchSchemaTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func json(_ path: String) throws -> JSONValue {
    let data = try Data(contentsOf: Self.root.appending(path: path))
    return try JSONReader.read(JSONValue.self, from: SharedBytes(Array(data)))
  }

  private func official(_ resource: String) throws -> JSONValue {
    try json("Tests/ZendeskSellTests/Fixtures/search/\(resource).json")
  }

  @Test(
    "The emulated schema is the service's", arguments: ["leads", "contacts", "deals", "notes", "tasks"])
  func emulated(resource: String) throws {
    let response = ZendeskSellEmulator().respond(
      to: HTTPRequest(
        method: "GET", url: "https://api.getbase.com/v3/\(resource)/schema",
        headers: ["Authorization": "Bearer token", "User-Agent": "test/1"]))
    #expect(response.status == 200)
    var lines = response.body.text.split(separator: "\n")[...]
    let official = try official(resource)
    #expect(Self.mapping(&lines, indent: 0) == official)
    #expect(lines.isEmpty)
  }

  // MARK: - The spec

  private static let schemas: [String: QuerySchema] = [
    "leads": FoundLead.Fields.schema, "contacts": FoundContact.Fields.schema, "deals": FoundDeal.Fields.schema,
    "notes": FoundNote.Fields.schema, "tasks": FoundTask.Fields.schema,
  ]

  /// What the spec leaves out on purpose: attributes, and objects with all that is in them.
  private static let omitted: Set<String> = [
    "actionable", "added_at_with_time", "address", "billing_address", "booking_period", "booking_period_end_at",
    "booking_period_start_at", "close_date_with_time", "communication.last_touch.direction",
    "communication.last_touch.medium", "communication.last_touch.participating_user_ids", "consumption",
    "contact.last_name", "custom_fields", "deal_consumption", "deal_consumption_rate", "decimal_value_proxy",
    "enrollments", "exchange_rate", "first_or_company_name", "forecasted_value", "forecasted_value_proxy", "import",
    "imports", "is_sales_account", "last_or_company_name", "last_visit_creator", "last_visit_outcome",
    "last_visit_rep_location_verification_status", "last_visit_rep_location_verified",
    "last_visit_resource_address", "last_visit_summary", "location", "next_email", "next_task.content",
    "next_task.created_at", "next_task.creator_id", "next_task.id", "next_task.owner_id", "next_task.remind_at",
    "next_task.updated_at", "normalized_decimal_value", "normalized_phone_numbers", "parent_company",
    "permission_group", "permission_team", "previous_pipeline_stage_id", "products", "scope", "shipping_address",
    "smart_attributes", "stage.is_active", "subscription", "tag_ids", "uid", "zip_code",
  ]

  /// Contacts have the identifier of their company as an attribute as well.
  private static let omittedOfContacts: Set<String> = ["company"]

  /// An attribute as the schema describes it, and the object that it is in.
  private struct Attribute {
    var type: String
    var isList = false
    var object: JSONValue?
    /// Its name and those of the objects around it.
    var places: [String]
  }

  private static func attributes(
    of object: JSONValue, in places: [String] = []
  ) throws -> [String: Attribute] {
    var found: [String: Attribute] = [:]
    for (name, description) in try #require(object["attributes"]?.object) {
      let path = (places.last.map { $0 + "." } ?? "") + name
      if description["attributes"] != nil {
        found.merge(try attributes(of: description, in: places + [path])) { first, _ in first }
      } else {
        let element = description["items"]?["type"]?.string
        found[path] = Attribute(
          type: try #require(element ?? description["type"]?.string), isList: element != nil,
          object: places.isEmpty ? nil : object, places: places + [path])
      }
    }
    return found
  }

  @Test("The spec has the service's attributes but for those left out on purpose", arguments: schemas.keys.sorted())
  func names(resource: String) throws {
    let attributes = try Self.attributes(of: official(resource))
    let omitted = Self.omitted.union(resource == "contacts" ? Self.omittedOfContacts : [])
    let wanted = attributes.filter { omitted.isDisjoint(with: $0.value.places) }.keys.sorted()
    #expect(try #require(Self.schemas[resource]).fields.map(\.name).sorted() == wanted)
  }

  @Test("Nothing is left out that no resource has")
  func omissions() throws {
    let places = Set(try Self.schemas.keys.flatMap { try Self.attributes(of: official($0)).values.flatMap(\.places) })
    #expect(Self.omitted.union(Self.omittedOfContacts).subtracting(places) == [])
  }

  @Test("Values have the attribute's type, and the operators for it", arguments: schemas.keys.sorted())
  func types(resource: String) throws {
    let attributes = try Self.attributes(of: official(resource))
    let kinds: [String: FilterKind] = [
      "keyword": .text, "string": .text, "long": .number, "short": .number, "integer": .number, "double": .number,
      "id": .number, "version": .number, "boolean": .boolean, "date": .day, "date_time": .instant,
    ]
    for field in try #require(Self.schemas[resource]).fields {
      let attribute = try #require(attributes[field.name], "\(field.name)")
      #expect(field.kind == kinds[attribute.type], "\(field.name)")
      // An attribute of the type long is an identifier, apart from positions.
      let isRange =
        ["short", "integer", "double", "version", "date", "date_time"].contains(attribute.type)
        || attribute.type == "long" && field.name.hasSuffix(".position")
      let operators = field.operators.map(\.name)
      #expect(operators == (isRange ? ["eq", "gt", "gte", "lt", "lte"] : ["eq"]), "\(field.name)")
      // Whether a list has an element cannot be found out here.
      #expect((field.operators.first?.comparison == nil) == attribute.isList, "\(field.name)")
    }
  }

  @Test("An object is found and sorted by the attributes that the schema names", arguments: schemas.keys.sorted())
  func objects(resource: String) throws {
    let attributes = try Self.attributes(of: official(resource))
    let fields = try #require(Self.schemas[resource]).fields
    for field in fields {
      let attribute = try #require(attributes[field.name], "\(field.name)")
      #expect(!(attribute.isList && field.isSortable), "\(field.name)")
      guard let key = attribute.object?["sort_field"]?.string else { continue }
      #expect(field.isSortable == (field.name == key), "\(field.name)")
      #expect(fields.contains { $0.name == attribute.object?["filter_field"]?.string }, "\(field.name)")
    }
  }

  /// Reads a mapping of YAML that is nested by two spaces and has no values but words.
  private static func mapping(_ lines: inout ArraySlice<Substring>, indent: Int) -> JSONValue {
    var fields: JSONFields = [:]
    while let line = lines.first, line.prefix(while: { $0 == " " }).count == indent {
      lines.removeFirst()
      let halves = line.dropFirst(indent).split(separator: ":", maxSplits: 1)
      guard let name = halves.first else { break }
      fields[String(name)] =
        halves.count == 2
        ? .string(halves[1].trimmingCharacters(in: .whitespaces)) : mapping(&lines, indent: indent + 2)
    }
    return .object(fields)
  }
}
