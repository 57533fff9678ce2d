import Expect
import Foundation
import Testing
import Tributary

@testable import TributaryFleet

/// A clock that only the test moves.
private final class ManualTime: TimeSource {
  let now = Locked(Duration.seconds(100))
  var uptime: Duration { now.withLock { $0 } }
  var date: Date { Date(timeIntervalSince1970: 1_704_812_400) }

  func sleep(for duration: Duration) async throws(CancellationError) { now.withLock { $0 += duration } }
}

@Suite("The requests with a credential")
struct CredentialBucketTests {
  @Test("are spaced by the rate, divided by the workers that share it")
  func rate() {
    let time = ManualTime()
    let bucket = CredentialBucket(time: time)
    expect((0..<3).map { _ in bucket.reserve() }, equals: [.zero, .zero, .zero])
    bucket.update(SharedCredential(name: "a", callsPerSecond: 2))
    expect((0..<3).map { _ in bucket.reserve() }, equals: [.zero, .milliseconds(500), .seconds(1)])
    bucket.update(SharedCredential(name: "a", callsPerSecond: 2, owners: 4))
    time.now.withLock { $0 += .seconds(10) }
    expect((0..<3).map { _ in bucket.reserve() }, equals: [.zero, .seconds(2), .seconds(4)])
  }

  @Test("wait for the end of a pause, and several refusals at a time are one")
  func pause() {
    let time = ManualTime()
    let bucket = CredentialBucket(time: time)
    expect(bucket.pause(for: .seconds(30)), equals: true)
    expect(bucket.pause(for: .seconds(30)), equals: false)
    expect(bucket.pause(for: .seconds(20)), equals: false)
    expect(bucket.reserve(), equals: .seconds(30))
    expect(bucket.pause(for: .seconds(60)), equals: true)
    time.now.withLock { $0 += .seconds(59) }
    expect(bucket.pause, equals: .seconds(1))
    bucket.update(SharedCredential(name: "a", pause: .seconds(5)))
    expect(bucket.reserve(), equals: .seconds(5))
    time.now.withLock { $0 += .seconds(6) }
    expect(bucket.reserve(), equals: .zero)
  }

  @Test("have one bucket as long as somebody uses it")
  func sharing() {
    let time = ManualTime()
    let buckets = CredentialBuckets(time: time)
    let credential = SharedCredential(name: "a", callsPerSecond: 1)
    let first = buckets.take(credential)
    #expect(buckets.take(credential) === first)
    buckets.giveBack("a")
    #expect(buckets.take(credential) === first)
    buckets.giveBack("a")
    buckets.giveBack("a")
    #expect(buckets.take(credential) !== first)
  }

  @Test("that are refused with 429 are paused for as long as the service asks, and the pause is reported once")
  func refusals() async throws {
    let time = ManualTime()
    let reported = Locked<[Duration]>([])
    let refusing = Refusing()
    let transport = PacedTransport(base: refusing, bucket: CredentialBucket(time: time), time: time) { pause in
      reported.withLock { $0.append(pause) }
    }
    let start = time.uptime
    _ = try await transport.open(HTTPRequest(url: "https://a.example"), limits: HTTPLimits(), delivery: .whole)
    expect(time.uptime - start, equals: .zero)
    _ = try await transport.open(HTTPRequest(url: "https://a.example"), limits: HTTPLimits(), delivery: .whole)
    expect(time.uptime - start, equals: .seconds(40))
    expect(reported.withLock { $0 }, equals: [.seconds(40), .seconds(40)])
    var limits = HTTPLimits()
    limits.deadline = .seconds(39)
    do throws(TransportError) {
      _ = try await transport.open(HTTPRequest(url: "https://a.example"), limits: limits, delivery: .whole)
      Issue.record("it waited longer than it may")
    } catch { expect(error, equals: .timedOut(after: .seconds(39))) }
  }

  private struct Refusing: HTTPTransport {
    func open(
      _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
    ) async throws(TransportError) -> HTTPStream {
      HTTPStream(status: 429, headers: ["Retry-After": "40"])
    }
  }
}
