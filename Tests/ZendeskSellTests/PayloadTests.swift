import Foundation
import Testing
import Tributary
import TributaryJSON

@testable import ZendeskSell

/// Payloads of the service, found in public material, through the typed models and back.
@Suite("Zendesk Sell payloads")
struct PayloadTests {
  /// What a fixture is, and which of its keys no model has, with the reason.
  struct Fixture: Sendable, CustomTestStringConvertible {
    var name: String
    var roundTrip: @Sendable (SharedBytes) throws -> String
    var unknownKeys: Set<String> = []

    init<Model: JSONModel>(_ name: String, _ type: Model.Type, unknown: Set<String> = []) {
      self.name = name
      roundTrip = { try Model(json: $0).jsonText }
      unknownKeys = unknown
    }

    var testDescription: String { name }
  }

  static let fixtures = [
    Fixture("account-self", Envelope<Account>.self),
    Fixture("contact-data-sample-organization", Contact.self),
    // "street" is a key of the fixture's author; the service documents "line1".
    Fixture("contacts-list-companies-partial", ListPage<Contact>.self, unknown: ["street"]),
    Fixture("contacts-list-organization-and-person", ListPage<Contact>.self),
    Fixture("contacts-list-people-partial", ListPage<Contact>.self),
    Fixture("contacts-page-2-links", ListPage<Contact>.self),
    Fixture("custom-field-definitions-contact", ListPage<CustomFieldDefinition>.self),
    Fixture("deal-data-sample-decimal-value", Deal.self),
    Fixture("deal-sources-list-empty", ListPage<DealSource>.self),
    Fixture("deal-sources-list", ListPage<DealSource>.self),
    Fixture("deals-list-integer-value", ListPage<Deal>.self),
    Fixture("error-400-per-page-no-logref", ErrorList.self),
    Fixture("error-401-unauthorized-fragment", ErrorDetail.self),
    Fixture("error-404-incorrect-path", ErrorList.self),
    Fixture("error-422-contact-unknown-attribute", ErrorList.self),
    Fixture("error-422-lead-unknown-attribute", ErrorList.self),
    Fixture("error-422-product-meta-type-collection", ErrorList.self),
    Fixture("error-422-task-incorrect-value", ErrorList.self),
    Fixture("error-blank-no-meta-java-test", ErrorList.self),
    Fixture("error-envelope-skeleton", ErrorList.self),
    Fixture("industries-list", ListPage<Industry>.self),
    Fixture("lead-data-sample", Lead.self),
    Fixture("lead-single-java-test", Envelope<Lead>.self),
    Fixture("lead-source-single", Envelope<LeadSource>.self),
    Fixture("lead-statuses-list", ListPage<LeadStatus>.self),
    // The fixture's author cut the envelope's "meta" and left its content at the top.
    Fixture("leads-list-partial-flat-meta", ListPage<Lead>.self, unknown: ["type", "count", "links"]),
    Fixture("loss-reasons-list", ListPage<LossReason>.self),
    Fixture("note-data-sample", Note.self),
    Fixture("notes-list", ListPage<Note>.self),
    Fixture("oauth-token-authorization-code-response", TokenResponse.self),
    Fixture("oauth-token-refresh-response-community", TokenResponse.self),
    Fixture("oauth-token-refresh-response", TokenResponse.self),
    Fixture("pipelines-list", ListPage<Pipeline>.self),
    Fixture("product-created-response", Envelope<Product>.self),
    Fixture("product-data-sample", Product.self),
    Fixture("products-list", ListPage<Product>.self),
    Fixture("sequence-enrollments-list", ListPage<SequenceEnrollment>.self),
    Fixture("sequences-list", ListPage<SalesSequence>.self),
    Fixture("sources-list", ListPage<Source>.self),
    Fixture("stage-data-sample", Stage.self),
    Fixture("stages-list-2", ListPage<Stage>.self),
    Fixture("stages-list-by-ids", ListPage<Stage>.self),
    Fixture("stages-list", ListPage<Stage>.self),
    Fixture("sync-queue-200-java-test-no-meta", SyncPage<Records<SyncItem>>.self),
    Fixture("sync-queue-200-ruby-spec", SyncPage<Records<SyncItem>>.self),
    Fixture("sync-start-201-java-test", Envelope<SyncSession>.self),
    Fixture("sync-start-201-ruby-spec", Envelope<SyncSession>.self),
    Fixture("sync-start-201", Envelope<SyncSession>.self),
    Fixture("sync-ack-request-java-test", Envelope<Acknowledgement>.self),
    Fixture("sync-ack-request-observed-key", Envelope<Acknowledgement>.self),
    Fixture("tags-list", ListPage<ZendeskSell.Tag>.self),
    Fixture("task-data-sample", TaskItem.self),
    Fixture("tasks-list", ListPage<TaskItem>.self),
    Fixture("user-data-sample-partial", User.self),
    Fixture("users-list-2015", ListPage<User>.self),
    Fixture("users-list", ListPage<User>.self),
  ]

  @Test("A payload goes through the model and comes back with the same value", arguments: fixtures)
  func roundTrip(fixture: Fixture) throws {
    let bytes = try Self.bytes(of: fixture.name)
    let original = Self.normal(try JSONReader.read(JSONValue.self, from: bytes), without: fixture.unknownKeys)
    let written = try JSONReader.read(JSONValue.self, from: SharedBytes(fixture.roundTrip(bytes)))
    #expect(Self.normal(written, without: []) == original)
  }

  @Test("The failed objects of a page, which were found as a fragment")
  func failedObjects() throws {
    let objects = try JSONReader.read(
      [SyncFailedObject].self, from: Self.bytes(of: "sync-failed-objects-fragment"))
    #expect(objects.map { $0.type } == ["deal", "lead"])
    #expect(objects.map { $0.id } == [1, 2])
  }

  @Test("Every payload file is used")
  func allFixtures() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
    #expect(Set(files) == Set(Self.fixtures.map { $0.name }).union(["sync-failed-objects-fragment"]))
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  private static func bytes(of name: String) throws -> SharedBytes {
    SharedBytes([UInt8](try Data(contentsOf: folder.appending(path: "\(name).json"))))
  }

  /// A value without nulls, without some keys, and with decimal texts as numbers: what is compared by value.
  private static func normal(_ value: JSONValue, without unknown: Set<String>, key: String = "") -> JSONValue {
    switch value {
    case .object(let fields):
      var result = JSONFields()
      for (name, value) in fields where value != .null && !unknown.contains(name) {
        // "options" is another name of "choices", which is read and not written.
        result[name == "options" ? "choices" : name] = normal(value, without: unknown, key: name)
      }
      return .object(result)
    case .array(let elements): return .array(elements.map { normal($0, without: unknown) })
    case .string(let text) where ["value", "amount", "cost", "revision"].contains(key):
      return JSONNumber(text: text).map { .number($0) } ?? value
    default: return value
    }
  }
}

@Suite("Zendesk Sell models")
struct ModelTests {
  @Test("A deal's value is exact from a number or a text, and goes out as the service writes it")
  func dealValue() throws {
    #expect(try Deal(json: #"{"id":1,"value":1000}"#).value == 1000)
    #expect(try Deal(json: #"{"id":1,"value":"1000.50"}"#).value == Decimal(string: "1000.50"))
    #expect(try Deal(json: #"{"id":1,"value":"0.1"}"#).jsonText == #"{"id":1,"value":"0.1"}"#)
    #expect(try Deal(json: #"{"id":1,"value":"1000"}"#).jsonText == #"{"id":1,"value":1000}"#)
    #expect(try Deal(json: #"{"id":1,"value":null}"#).value == nil)
    #expect(try Deal(json: #"{"id":1,"added_at":"2014-08-27T16:32:56Z"}"#).addedAt != nil)
  }

  @Test("A partial write leaves, clears or sets each field")
  func patch() {
    let patch = LeadPatch(firstName: "Ada", email: .clear, tags: .set(["a", "b"]))
    #expect(patch.jsonText == #"{"first_name":"Ada","email":null,"tags":["a","b"]}"#)
    #expect(LeadPatch().jsonText == "{}")
    #expect(DealPatch(value: .set(10.5), hot: true).jsonText == #"{"value":"10.5","hot":true}"#)
  }

  @Test("A draft has what creation needs, and nothing that only the service writes")
  func draft() {
    let draft = NoteDraft(resourceType: .lead, resourceID: 5, content: "Call back")
    #expect(draft.jsonText == #"{"resource_type":"lead","resource_id":5,"content":"Call back"}"#)
  }

  @Test("The queue's records are typed by their tag, wherever it stands; deletions and unknown types keep their JSON")
  func queueItems() throws {
    func item(_ json: String) throws -> SyncRecordData { try SyncItem(json: json).data }
    let meta = #""sync":{"event_type":"updated","ack_key":"k","revision":"7"}"#
    #expect(
      try item(#"{"data":{"id":1,"first_name":"Ada"},"meta":{"type":"lead",\#(meta)}}"#)
        == .lead(Lead(id: 1, firstName: "Ada")))
    #expect(try item(#"{"meta":{"type":"deal",\#(meta)},"data":{"id":2}}"#) == .deal(Deal(id: 2)))
    let gone = #""sync":{"event_type":"deleted","ack_key":"k","revision":1}"#
    let deleted = #"{"data":{"id":3},"meta":{"type":"lead",\#(gone)}}"#
    #expect(try item(deleted) == .deleted(SyncDeletedRecord(id: 3)))
    let unknown = #"{"data":{"id":4,"x":[1]},"meta":{"type":"robot",\#(meta)}}"#
    guard case .other(tag: "robot", let payload) = try item(unknown) else {
      Issue.record("an unknown type was not kept")
      return
    }
    #expect(payload.text == #"{"id":4,"x":[1]}"#)
    guard case .undecodable(tag: "lead", _, _) = try item(#"{"data":{"id":"x"},"meta":{"type":"lead",\#(meta)}}"#)
    else {
      Issue.record("undecodable content was not kept")
      return
    }
    #expect(try SyncItem(json: #"{"data":{"id":1},"meta":{"type":"lead",\#(meta)}}"#).meta.sync.revision == 7)
    let written = try JSONReader.read(JSONValue.self, from: SharedBytes(SyncItem(json: unknown).jsonText))
    #expect(written["data"]?["x"] == [1])
  }
}
