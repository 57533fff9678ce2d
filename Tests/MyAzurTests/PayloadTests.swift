import Foundation
import Testing
import Tributary
import TributaryJSON

@testable import MyAzur

@Suite("My Azur payloads")
struct PayloadTests {
  private func fixture(_ name: String) throws -> SharedBytes {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name).json")
    return SharedBytes([UInt8](try Data(contentsOf: url)))
  }

  @Test("The documented list decodes, and encodes back to the same JSON")
  func documentList() throws {
    let bytes = try fixture("folder-documents-incoming")
    let list = try DocumentList<Records<Document>>(json: bytes)
    #expect(list.createdAt.description == "2024-01-09T15:56:58.059944")
    #expect(list.objects.undecodable.isEmpty)
    let first = try #require(list.objects.first)
    #expect(first.id == 6)
    #expect(first.folderID == 5)
    #expect(first.incoming)
    #expect(first.status == .submitted)
    #expect(first.responseStatus == .submitted)
    #expect(first.statusChangedAt == nil)
    #expect(first.createdAt.description == "2023-10-04T21:56:19.931579")
    #expect(first.createdBy == "abc123-def456-ghi789-jkl012")
    #expect(
      try JSONReader.read(JSONValue.self, from: SharedBytes(list.jsonText))
        == JSONReader.read(JSONValue.self, from: bytes))
  }

  @Test("Unknown fields, unknown numbers and nulls cost nothing; a missing identifier costs one row")
  func forwardCompatible() throws {
    let list = try DocumentList<Records<Document>>(
      json: """
        {"page": 1, "created_at": "2024-01-09T15:56:58", "objects": [
          {"id": 1, "folder_id": 5, "incoming": true, "status_id": 99, "created_at": "2024-01-09T15:56:58.5",
           "response_status_id": null, "updated_by": null, "ubl": {"deep": [1]}},
          {"id": null}]}
        """)
    #expect(list.objects.first?.status == .other(99))
    #expect(list.objects.first?.responseStatus == nil)
    #expect(list.objects.undecodable.count == 1)
  }

  @Test("All statuses have the numbers of the documentation")
  func statuses() {
    let statuses: [DocumentStatus] = [
      .submitted, .noActionTaken, .failed, .cleared, .succeeded, .acknowledged, .inProcess, .underQuery,
      .conditionallyAccepted, .rejected, .accepted, .partiallyPaid, .paid,
    ]
    #expect(statuses.map(\.rawValue) == Array(1...13))
    let responses: [ResponseStatus] = [.submitted, .noActionTaken, .failed, .succeeded]
    #expect(responses.map(\.rawValue) == Array(1...4))
  }

  @Test("Firebase's responses decode, with lifetimes that travel as text")
  func firebase() throws {
    let response = try PasswordSignInResponse(json: fixture("firebase-password-sign-in-response"))
    #expect(response.idToken == "[IdToken]")
    #expect(response.expiresIn == 3600)
    #expect(response.registered == true)
    let refreshed = try TokenRefreshResponse(json: fixture("firebase-token-refresh-response-partial"))
    #expect(refreshed.idToken == nil)
    #expect(refreshed.accessToken == "****************")
    #expect(refreshed.expiresIn == 3600)
    #expect(try PasswordSignInResponse(json: fixture("firebase-custom-token-response")).expiresIn == 3600)
    let request = PasswordSignIn(email: "example@example.org", password: "testtest", returnSecureToken: true)
    #expect(request.jsonText == #"{"email":"example@example.org","password":"testtest","returnSecureToken":true}"#)
  }
}
