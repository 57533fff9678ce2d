import Expect
import Testing
import TributaryFleet

@Suite("A worker's scheduler")
struct FleetSchedulerTests {
  private static let policy = FleetPolicy(
    slots: 2, reservedSlots: 1, slice: .seconds(30), stall: .seconds(500), lease: .seconds(60), grace: .seconds(20))

  private var scheduler = FleetScheduler(owner: "one", policy: Self.policy) { 0 }

  private func lease(_ number: Int, term: Int = 1, slices: Int = 0) -> AccountLease {
    AccountLease(
      account: FleetAccount(id: number, service: "a", baseURL: "b", name: "\(number)", period: .seconds(600)),
      owner: "one", term: term, due: .zero, attempts: 1, slices: slices, credential: SharedCredential(name: "c"))
  }

  /// What it does at a moment, in seconds.
  private mutating func effects(_ seconds: Int) -> [ScheduleEffect] { scheduler.effects(at: .seconds(seconds)) }

  /// Lets a claim that was asked for at one moment bring accounts at another.
  private mutating func claim(_ leases: [AccountLease], asked: Int, at seconds: Int) -> [ScheduleEffect] {
    scheduler.handle(.claimed(Claim(leases: leases), asked: .seconds(asked)), at: .seconds(seconds))
    return effects(seconds)
  }

  private static func request(_ limit: Int, long: Int) -> ScheduleEffect {
    .claim(
      ClaimRequest(
        owner: "one", limit: limit, longLimit: long, lifetime: .seconds(60), backoff: AttemptBackoff()))
  }

  @Test("asks for as many accounts as it has slots, and for long ones beside those that are reserved")
  mutating func claims() {
    expect(effects(0), equals: [Self.request(2, long: 1)])
    expect(effects(0), equals: [], "one claim at a time")
    expect(claim([lease(1, slices: 1)], asked: 0, at: 0), equals: [.run(lease(1, slices: 1))])
    expect(scheduler.wake(after: .zero), equals: .seconds(4))
    expect(effects(4), equals: [Self.request(1, long: 0)])
    expect(claim([lease(2)], asked: 4, at: 4), equals: [.run(lease(2))])
    expect(scheduler.runCount, equals: 2)
    scheduler.handle(.ended(account: 1, .finished(incomplete: nil)), at: .seconds(6))
    expect(
      effects(6),
      equals: [.release(lease(1, slices: 1), .finished(incomplete: nil), after: .seconds(6)), Self.request(1, long: 1)])
  }

  @Test("counts a lease from before it asked for it, and renews it at a third")
  mutating func leases() {
    _ = effects(0)
    _ = claim([lease(1)], asked: 0, at: 15)
    expect(effects(20).first, equals: .renew([lease(1)]))
    scheduler.handle(.renewFailed, at: .seconds(21))
    #expect(!effects(21).contains(.renew([lease(1)])))
    #expect(effects(32).contains(.renew([lease(1)])))
    // The response that comes at 50 s was asked for at 32 s.
    scheduler.handle(
      .renewed([1: SharedCredential(name: "c")], of: [lease(1)], asked: .seconds(32)), at: .seconds(50))
    #expect(!effects(91).contains(.cancel(account: 1)))
    #expect(effects(92).contains(.cancel(account: 1)))
    scheduler.handle(.ended(account: 1, .cancelled), at: .seconds(93))
    expect(effects(93).first, equals: .lose(lease(1), after: .seconds(78)), "what is lost is not given back")
  }

  @Test("cancels what a renewal shows to be lost")
  mutating func lost() {
    _ = effects(0)
    _ = claim([lease(1), lease(2)], asked: 0, at: 0)
    expect(effects(20), equals: [.renew([lease(1), lease(2)])])
    scheduler.handle(
      .renewed([2: SharedCredential(name: "c")], of: [lease(1), lease(2)], asked: .seconds(20)), at: .seconds(20))
    expect(effects(20), equals: [.cancel(account: 1)])
    expect(effects(20), equals: [], "once")
  }

  @Test("cuts a sync behind its first commit after the slice, and a longer one after twice the time")
  mutating func slices() {
    _ = effects(0)
    _ = claim([lease(1), lease(2, slices: 1)], asked: 0, at: 0)
    #expect(!effects(35).contains(.cancel(account: 1)), "nothing is committed that it could go on from")
    scheduler.handle(.committed(account: 1), at: .seconds(36))
    scheduler.handle(.committed(account: 2), at: .seconds(36))
    expect(effects(36).filter { $0 == .cancel(account: 1) || $0 == .cancel(account: 2) }, equals: [.cancel(account: 1)])
    scheduler.handle(.ended(account: 1, .cancelled), at: .seconds(36))
    #expect(effects(36).contains(.release(lease(1), .cut, after: .seconds(36))))
    scheduler.handle(
      .renewed([2: SharedCredential(name: "c")], of: [lease(2, slices: 1)], asked: .seconds(36)), at: .seconds(36))
    #expect(!effects(59).contains(.cancel(account: 2)))
    #expect(effects(60).contains(.cancel(account: 2)))
  }

  @Test("lets syncs end within the time of grace, and gives the others back")
  mutating func stop() {
    _ = effects(0)
    _ = claim([lease(1)], asked: 0, at: 0)
    expect(effects(4), equals: [Self.request(1, long: 1)])
    scheduler.handle(.stop, at: .seconds(5))
    expect(claim([lease(2)], asked: 4, at: 5), equals: [.release(lease(2), .returned, after: .zero)])
    expect(effects(24).contains(.cancel(account: 1)), equals: false)
    expect(effects(25), equals: [.cancel(account: 1)])
    scheduler.handle(.ended(account: 1, .cancelled), at: .seconds(25))
    expect(effects(25), equals: [.release(lease(1), .returned, after: .seconds(25))])
    scheduler.handle(.released(account: 2, term: 1), at: .seconds(25))
    expect(scheduler.isDone(at: .seconds(25)), equals: false)
    scheduler.handle(.released(account: 1, term: 1), at: .seconds(25))
    expect(scheduler.isDone(at: .seconds(25)), equals: true)
  }

  @Test("does not wait for ever for what does not end")
  mutating func stuck() {
    _ = effects(0)
    _ = claim([lease(1)], asked: 0, at: 0)
    scheduler.handle(.stop, at: .seconds(5))
    expect(scheduler.wake(after: .seconds(5)), equals: .seconds(20), "the renewal")
    expect(scheduler.isDone(at: .seconds(29)), equals: false)
    expect(scheduler.isDone(at: .seconds(30)), equals: true)
  }

  @Test("leaves a source alone that fails, twice as long each time, and gives back what it holds when it can")
  mutating func failures() {
    _ = effects(0)
    scheduler.handle(.claimFailed, at: .zero)
    expect(scheduler.wake(after: .zero), equals: .milliseconds(500))
    _ = scheduler.effects(at: .milliseconds(500))
    scheduler.handle(.claimFailed, at: .seconds(1))
    expect(scheduler.wake(after: .seconds(1)), equals: .seconds(2))
    expect(effects(2), equals: [Self.request(2, long: 1)])
    _ = claim([lease(1)], asked: 2, at: 2)
    scheduler.handle(.ended(account: 1, .failed("no")), at: .seconds(3))
    let release = ScheduleEffect.release(lease(1), .failed("no", delay: .seconds(15)), after: .seconds(1))
    #expect(effects(3).contains(release))
    scheduler.handle(.releaseFailed(account: 1, term: 1), at: .seconds(4))
    #expect(!scheduler.effects(at: .milliseconds(4_400)).contains(release))
    #expect(scheduler.effects(at: .milliseconds(4_500)).contains(release))
    scheduler.handle(.releaseFailed(account: 1, term: 1), at: .seconds(62))
    #expect(!effects(1_000).contains(release), "the lease is over")
  }

  @Test("does not start an account twice when a clock makes the source give it out again")
  mutating func twice() {
    _ = effects(0)
    _ = claim([lease(1)], asked: 0, at: 0)
    _ = effects(4)
    expect(claim([lease(1, term: 2)], asked: 4, at: 4).first, equals: .cancel(account: 1))
    expect(scheduler.runCount, equals: 1)
  }

  @Test("starts an account that the source gives out again before it says that it took it back")
  mutating func overtaking() {
    _ = effects(0)
    _ = claim([lease(1)], asked: 0, at: 0)
    scheduler.handle(.ended(account: 1, .finished(incomplete: nil)), at: .seconds(1))
    _ = effects(4)
    expect(claim([lease(1, term: 2)], asked: 4, at: 4).first, equals: .run(lease(1, term: 2)))
    scheduler.handle(.released(account: 1, term: 1), at: .seconds(5))
    scheduler.handle(.ended(account: 1, .finished(incomplete: nil)), at: .seconds(5))
    _ = effects(5)
    scheduler.handle(.released(account: 1, term: 1), at: .seconds(6))
    scheduler.handle(.stop, at: .seconds(6))
    expect(scheduler.isDone(at: .seconds(6)), equals: false, "the second release is under way")
  }
}
