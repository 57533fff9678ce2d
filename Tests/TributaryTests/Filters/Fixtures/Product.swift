@_spi(Generated) import Tributary
@_spi(Generated) import TributaryJSON

// Two record types as the generator writes them, and as the wrong code is compiled with.

struct Product: JSONModel, Identifiable, SyncRecord {
  typealias ID = Identifier<Product, String>
  static let recordType = RecordType(service: "test", name: "product", fields: keys.names)

  var id: ID
  var sku: String?
  var lastModified: Timestamp?

  init(id: ID, sku: String? = nil, lastModified: Timestamp? = nil) {
    (self.id, self.sku, self.lastModified) = (id, sku, lastModified)
  }

  static let keys = JSONKeys("localId", "sku", "lastModified")

  init(from reader: inout JSONReader) throws(JSONError) {
    var id: ID?
    var object = try reader.beginObject(Self.keys)
    while let key = try reader.nextKey(&object) {
      switch key {
      case 0: id = try ID(from: &reader)
      case 1: try reader.read(&sku)
      case 2: try reader.read(&lastModified)
      default: try reader.skipValue()
      }
    }
    self.id = try object.require(id, 0)
  }

  func encode(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("localId", id)
    writer.field("sku", sku)
    writer.field("lastModified", lastModified)
    writer.endObject()
  }
}

extension Product: Queryable {
  /// The fields of a product that a query can name.
  struct Fields: QueryFields {
    typealias Entity = Product
    enum LastModifiedOperators: GreaterOperator, SortableField {}
    enum SKUOperators: EqualOperator {}
    enum StockOperators: OneOfOperator, PresentOperator {
      static var oneOf: String { "in" }
      static var present: String { "any" }
    }

    init() {}

    /// When the platform last changed it.
    var lastModified: FilterField<Product, Timestamp, LastModifiedOperators> { FilterField("lastModified", "datetime") }
    var sku: FilterField<Product, String, SKUOperators> { FilterField("sku", "str") }
    /// What only the compiler sees: no service without a shape can be asked for it.
    var stock: FilterField<Product, Int, StockOperators> { FilterField("stock", "int") }

    static let schema = QuerySchema(
      "product",
      [
        Self().lastModified.entry(["gt": .greater], isSortable: true),
        Self().sku.entry(["eq": .equal]),
      ])
  }
}

struct SupplierInvoice: JSONModel, Identifiable, SyncRecord {
  typealias ID = Identifier<SupplierInvoice, String>
  static let recordType = RecordType(service: "test", name: "supplierinvoice", fields: keys.names)

  var id: ID
  var remoteIDs: [String: String]?

  init(id: ID, remoteIDs: [String: String]? = nil) { (self.id, self.remoteIDs) = (id, remoteIDs) }

  static let keys = JSONKeys("localId", "remoteIdMap")

  init(from reader: inout JSONReader) throws(JSONError) {
    var id: ID?
    var object = try reader.beginObject(Self.keys)
    while let key = try reader.nextKey(&object) {
      switch key {
      case 0: id = try ID(from: &reader)
      case 1: try reader.read(&remoteIDs)
      default: try reader.skipValue()
      }
    }
    self.id = try object.require(id, 0)
  }

  func encode(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("localId", id)
    writer.field("remoteIdMap", remoteIDs)
    writer.endObject()
  }
}

extension SupplierInvoice: Queryable {
  /// The fields of a supplier invoice that a query can name.
  struct Fields: QueryFields {
    typealias Entity = SupplierInvoice
    enum LastModifiedOperators: GreaterOperator, SortableField {}

    init() {}

    var lastModified: FilterField<SupplierInvoice, Timestamp, LastModifiedOperators> {
      FilterField("lastModified", "datetime")
    }
    var remoteID: RemoteIDField<SupplierInvoice> { RemoteIDField() }

    static let schema = QuerySchema(
      "supplierinvoice", [Self().lastModified.entry(["gt": .greater], isSortable: true)], remoteIDs: ["remoteIdMap"])
  }
}

extension Product: LocalModel {
  /// The fields of a product that a local query can name.
  struct LocalFields: LocalFieldNames {
    init() {}
    var id: LocalName<ID> { "localId" }
    var sku: LocalName<String> { "sku" }
    var lastModified: LocalName<Timestamp> { "lastModified" }
    var tags: LocalName<[String]> { "tags" }
    var maker: LocalName<SupplierInvoice> { "maker" }
    var note: LocalName<JSONValue> { "note" }
  }
}

extension SupplierInvoice: LocalModel {
  /// The fields of an invoice that a local query can name.
  struct LocalFields: LocalFieldNames {
    init() {}
    var lastModified: LocalName<Timestamp> { "lastModified" }
  }
}
