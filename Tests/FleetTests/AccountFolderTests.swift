import Expect
import Foundation
import TestSupport
import Testing
import Tributary
import TributaryFleet

@testable import TributarySQLite

/// A folder of accounts on a clock that only tests move.
private final class HeldFolder: Sendable {
  let path = FileManager.default.temporaryDirectory.appending(path: "tributary-fleet-\(UUID().uuidString)").path
  let now = Locked(Duration.seconds(1_700_000_000))

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func open(creating: Bool = false) throws -> AccountFolder {
    try AccountFolder(path, creating: creating) { self.now.withLock { $0 } }
  }
}

@Suite("A folder of accounts")
struct AccountFolderTests {
  private static let request = ClaimRequest(
    owner: "one", limit: 10, longLimit: 10, lifetime: .seconds(60), backoff: AttemptBackoff())

  private static let account = FleetAccount(
    service: "shop", baseURL: "https://shop.example", name: "a", period: .seconds(60))

  @Test("keeps what every source promises", arguments: AccountSourceSuite.all)
  func promises(promise: AccountSourceSuite) async throws {
    let held = HeldFolder()
    let subject = try AccountSourceSuite.Subject(held.open(creating: true)) { by in held.now.withLock { $0 += by } }
    try await promise.check(subject)
  }

  @Test("has one worker at a time, and what a dead one held is free at once")
  func exclusive() throws {
    let held = HeldFolder()
    var first: AccountFolder? = try held.open(creating: true)
    _ = try first?.add([Self.account])
    expect(try first?.claim(Self.request).leases.count, equals: 1)
    let second = try held.open()
    #expect(throws: AccountSourceError.self) { _ = try second.claim(Self.request) }
    expect(try second.accounts(after: nil, limit: 10).map(\.owner), equals: ["one"])
    _ = try second.add([FleetAccount(service: "shop", baseURL: "https://shop.example", name: "b", period: .seconds(60))]
    )
    first = nil
    expect(try second.claim(Self.request).leases.map(\.account.name), equals: ["b"], "the first one backs off")
    expect(try second.accounts(after: nil, limit: 10).map(\.owner), equals: [nil, "one"])
    held.now.withLock { $0 += .seconds(31) }
    expect(try second.claim(Self.request).leases.map(\.attempts), equals: [2])
  }

  @Test("is a folder for its owner only, and another folder is refused")
  func permissions() throws {
    let held = HeldFolder()
    #expect(throws: AccountSourceError.self) { _ = try held.open() }
    _ = try held.open(creating: true)
    for name in ["", "/fleet.sqlite"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: held.path + name)
      expect((attributes[.posixPermissions] as? NSNumber).map { $0.intValue & 0o077 }, equals: 0)
    }
    try SQLiteStore(path: held.path + "/store.sqlite").open(StreamKey(service: "a", baseURL: "b"), types: []).close()
    try FileManager.default.removeItem(atPath: held.path + "/fleet.sqlite")
    try FileManager.default.moveItem(atPath: held.path + "/store.sqlite", toPath: held.path + "/fleet.sqlite")
    #expect(throws: AccountSourceError.self) { _ = try held.open() }
  }

  @Test("does as the rules say, whatever is done", arguments: UInt64(1)...20)
  func agreement(seed: UInt64) throws {
    var random = SeededRandomness(seed: seed)
    let held = HeldFolder()
    let folder = try held.open(creating: true)
    var model = SimulatedAccounts(mistake: nil)
    var leases: [AccountLease] = []
    for number in 1...8 {
      let period = Duration.seconds(Int.random(in: 1...2_000, using: &random))
      let now = held.now.withLock { $0 }
      _ = model.add(period: period, at: now)
      guard let row = model.rows[number] else { continue }
      expect(try folder.add([row.account]), equals: [row.account])
    }
    for _ in 0..<200 {
      held.now.withLock { $0 += .seconds(Int.random(in: 0...90, using: &random)) }
      let now = held.now.withLock { $0 }
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        var request = Self.request
        request.limit = Int.random(in: 1...4, using: &random)
        request.longLimit = Int.random(in: 0...request.limit, using: &random)
        let claim = try folder.claim(request)
        expect(claim.leases, equals: model.claim(request, at: now).leases)
        leases += claim.leases
      case 1:
        let some = Array(leases.shuffled(using: &random).prefix(3))
        let lifetime = Duration.seconds(60)
        expect(
          try folder.renew(some, lifetime: lifetime),
          equals: model.renew(some, lifetime: lifetime, at: now))
      default:
        guard let lease = leases.randomElement(using: &random) else { continue }
        let outcomes: [LeaseOutcome] = [
          .finished(incomplete: nil), .finished(incomplete: "a"), .cut, .failed("b", delay: .seconds(20)),
          .postponed(delay: .seconds(10)), .returned,
        ]
        guard let outcome = outcomes.randomElement(using: &random) else { continue }
        expect(
          try folder.release(lease, outcome: outcome, after: .seconds(1)),
          equals: model.release(lease, outcome, after: .seconds(1), at: now))
      }
    }
  }
}

/// Random numbers from a seed.
private struct SeededRandomness: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state ^ (state >> 29)) &* 0xbf58_476d_1ce4_e5b9
  }
}
