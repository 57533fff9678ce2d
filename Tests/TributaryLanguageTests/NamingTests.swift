import Testing

@testable import TributaryLanguage

/// Swift names from names on the wire.
@Suite struct NamingTests {
  @Test(
    arguments: [
      ("folder_id", "folderID"), ("download_url", "downloadURL"), ("uuid", "uuid"), ("id", "id"),
      ("url_path", "urlPath"),
      ("device_uuid", "deviceUUID"), ("ids", "ids"), ("ack_ids", "ackIDs"), ("a", "a"), ("line_1", "line1"),
      ("address[city]", "addressCity"), ("sort-by", "sortBy"), ("meta.type", "metaType"), ("sort by", "sortBy"),
      ("_id", "id"), ("__typename", "typename"), ("created_at_", "createdAt"), ("SHOUTED_NAME", "shoutedName"),
      ("ID", "id"), ("Title", "title"), ("lastModified", "lastModified"),
      ("X-Basecrm-Device-UUID", "xBasecrmDeviceUUID"),
      ("öppet_till", "öppetTill"), ("数量", "数量"), ("$ref", "ref"),
    ])
  func ofSnakeCase(wireName: String, name: String) {
    #expect(NamingStyle.snakeCase.swiftName(for: wireName) == name)
  }

  @Test(
    arguments: [
      ("remoteId", "remoteID"), ("remoteIdMap", "remoteIDMap"), ("Id", "id"), ("URLPath", "urlPath"),
      ("imageURL", "imageURL"), ("URL", "url"), ("URLs", "urls"), ("imageURLsTotal", "imageURLsTotal"),
      ("iOSVersion", "iOSVersion"),
      ("address2Line", "address2Line"), ("vatRatePercent", "vatRatePercent"), ("OrderNo", "orderNo"),
      ("snake_case_id", "snakeCaseID"), ("HTTPStatusCode", "httpStatusCode"), ("VAT", "vat"), ("aB", "aB"),
    ])
  func ofCamelCase(wireName: String, name: String) {
    #expect(NamingStyle.camelCase.swiftName(for: wireName) == name)
  }

  @Test(
    arguments: [
      ("folder_id", "folder_id"), ("FirstName", "FirstName"), ("address[city]", "addressCity"), ("sort-by", "sortBy"),
      ("_id", "_id"),
    ])
  func exactly(wireName: String, name: String) {
    #expect(NamingStyle.exact.swiftName(for: wireName) == name)
  }

  @Test(arguments: ["", "-", "_", "2fa", "12H", "...", "😀", "1_a"])
  func areNotMadeFromNothing(wireName: String) {
    for style in NamingStyle.allCases { #expect(style.swiftName(for: wireName) == nil) }
  }

  @Test(arguments: ["a", "A1", "_a", "öl", "数", "a_b", "class"])
  func areLetters(name: String) { #expect(Identifier.isValid(name)) }

  @Test(
    arguments: [
      "", "_", "__", "1a", "a b", "a-b", "a.b", "`a`", "a\n", "a\u{0}", "a\u{200B}", "a\u{202E}", "a\u{301}", "a;",
      "$a", "a\u{FE0F}", "😀", "a(", "\"", String(repeating: "a", count: 300),
    ])
  func areNothingElse(name: String) {
    #expect(!Identifier.isValid(name))
    #expect(!Identifier.isValidType(name))
  }

  @Test func ofTypesBeginWithACapital() {
    #expect(Identifier.isValidType("Lead") && Identifier.isValidType("Ärende") && Identifier.isValidType("数"))
    #expect(!Identifier.isValidType("lead") && !Identifier.isValidType("_Lead") && !Identifier.isValidType("ärende"))
  }
}
