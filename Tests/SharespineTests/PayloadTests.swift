import Testing
import Tributary
import TributaryJSON

@testable import Sharespine

@Suite("Sharespine payloads")
struct PayloadTests {
  private static func again<Model: JSONCodable>(_ type: Model.Type, _ text: String) throws -> JSONValue {
    try Fixture.value(JSONWriter.text(of: JSONReader.read(Model.self, from: SharedBytes(text))))
  }

  /// The payloads that one model holds whole, with the model.
  private static let models: [String: @Sendable (String) throws -> JSONValue] = [
    "log-event-create-request": { try again([LogEvent].self, $0) },
    "order-list-response": { try again(Records<Order>.self, $0) },
    "product-create-request": { try again(ProductDraft.self, $0) },
    "product-create-response": { try again(Product.self, $0) },
    "query-last-modified-gt": { try again(Query<Product>.self, $0) },
    "query-or-subclauses": { try again(Query<Product>.self, $0) },
    "query-remote-id": { try again(Query<SupplierInvoice>.self, $0) },
    "reseller-tenant-create-request": { try again(TenantDraft.self, $0) },
    "reseller-tenant-create-response": { try again(Tenant.self, $0) },
  ]

  @Test("Every payload of the vendor's pages is read and written back as it was", arguments: try Fixture.names)
  func roundTrip(name: String) throws {
    let text = try Fixture.text(name)
    if let again = Self.models[name] {
      #expect(try again(text) == Fixture.value(text))
    } else {
      // Single fields, of which the pages do not say whose they are: an open model keeps them.
      #expect(name.hasPrefix("field-"))
      var fields = try #require(try Fixture.value(text).object)
      fields["localId"] = "1"
      let whole = JSONWriter.text(of: JSONValue.object(fields))
      #expect(try Self.again(Product.self, whole) == .object(fields))
    }
  }

  @Test("A field of a write is left, cleared or set, the empty text included")
  func threeStates() {
    let patches = [
      ProductPatch(), ProductPatch(sku: .clear), ProductPatch(sku: .set("")),
      ProductPatch(stock: .set(42), vatRatePercent: .clear),
    ]
    #expect(
      patches.map(\.jsonText) == [
        "{}", #"{"sku":null}"#, #"{"sku":""}"#, #"{"stock":"42","vatRatePercent":null}"#,
      ])
  }

  @Test("Numbers are read from text and, to be on the safe side, from numbers; they are written as text")
  func numbers() throws {
    for text in [#"{"localId":"1","stock":"42.50"}"#, #"{"localId":"1","stock":42.5}"#] {
      #expect(try Product(json: text).jsonText == #"{"localId":"1","stock":"42.5"}"#)
    }
    #expect(try Product(json: #"{"localId":"1","stock":null,"sku":null}"#) == Product(id: "1"))
  }
}
