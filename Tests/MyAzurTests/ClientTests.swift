import Foundation
import MyAzur
import MyAzurEmulator
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

/// Keeps the requests that pass through to a service.
private final class Recorder: EmulatedService {
  let requests = Locked<[HTTPRequest]>([])
  let service: any EmulatedService

  init(_ service: any EmulatedService) { self.service = service }

  func respond(to request: HTTPRequest) -> HTTPResponse {
    requests.withLock { $0.append(request) }
    return service.respond(to: request)
  }

  var urls: [String] { requests.withLock { $0.map(\.url) } }
}

@Suite("My Azur client")
struct ClientTests {
  @Test("The list is asked for as documented, with colons encoded and the bearer token")
  func list() async throws {
    let recorder = Recorder(MyAzurEmulator(.init(records: 30)))
    let client = MyAzur.Client(
      token: "the-token", environment: .sandbox, transport: InProcessTransport(recorder))
    let list = try await client.documents.list(
      folderID: 5, incoming: true, statusChangedAfter: #require(LocalTimestamp("2022-09-23T15:26:27.193661")))
    #expect(!list.objects.isEmpty)
    #expect(
      recorder.urls == [
        "https://api-sandbox.myazur.app/folders/5/documents?incoming=true&status_changed_after=2022-09-23T15%3A26%3A27.193661"
      ])
    let first = recorder.requests.withLock { $0.first }
    let request = try #require(first)
    #expect(request.headers["Authorization"] == "Bearer the-token")
    #expect(request.headers["Accept"] == "application/json")
    #expect(request.headers["User-Agent"]?.contains("Tributary/") == true)
  }

  @Test("A participant is looked up, and an unknown code keeps its text")
  func discovery() async throws {
    let client = MyAzur.Client(
      token: "x", transport: InProcessTransport(MyAzurEmulator()))
    let known = try await client.discoveries.create(
      folderID: 5, DiscoveryRequest(scheme: "9938", identifier: "LU01010101"))
    #expect(known.code == .registered)
    let unknown = try await client.discoveries.create(
      folderID: 5, DiscoveryRequest(scheme: "0208", identifier: "1"))
    #expect(unknown.code == .other("EMULATED_UNREGISTERED"))
  }

  @Test("A folder that is not there is an error with operation and status")
  func missingFolder() async throws {
    let client = MyAzur.Client(token: "x", transport: InProcessTransport(MyAzurEmulator()))
    let error = await #expect(throws: APIError.self) {
      try await client.discoveries.create(folderID: 6, DiscoveryRequest(scheme: "a", identifier: "b"))
    }
    #expect(error?.status == 404)
    #expect(error?.operation == "discoveries.create")
  }

  @Test("Firebase: one sign-in for many calls, a refresh after a refusal, a new sign-in when the refresh is refused")
  func firebase() async throws {
    let emulator = MyAzurEmulator(.init(records: 3))
    let recorder = Recorder(emulator)
    let transport = InProcessTransport(recorder)
    let signIn = FirebaseSignIn(apiKey: "the-key", email: "a@example.org", password: "the-password")
    let client = MyAzur.Client(authentication: .firebase(signIn, transport: transport), transport: transport)
    let start = try #require(LocalTimestamp("2000-01-01T00:00:00"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          _ = try await client.documents.list(folderID: 5, incoming: true, statusChangedAfter: start)
        }
      }
      try await group.waitForAll()
    }
    let signIns = recorder.urls.filter { $0.contains("signInWithPassword") }
    #expect(signIns == ["https://identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=the-key"])

    emulator.expireTokens()
    _ = try await client.documents.list(folderID: 5, incoming: true, statusChangedAfter: start)
    let refreshes = recorder.requests.withLock { $0.filter { $0.url.contains("securetoken") } }
    #expect(refreshes.count == 1)
    #expect(refreshes.first?.body?.text == "grant_type=refresh_token&refresh_token=emulated-refresh-token")
    #expect(refreshes.first?.headers["Content-Type"] == "application/x-www-form-urlencoded")
    #expect(refreshes.first?.headers["Authorization"] == nil)
  }
}
