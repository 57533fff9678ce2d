import Tributary
import TributaryEmulator
import TributaryFleet

/// Workers with their schedulers, a source of accounts with a clock of its own, and what happens to them: a day passes
/// in a moment, and the seed decides it.
final class FleetWorld {
  /// How the syncs of an account go.
  struct Behavior {
    /// The commits of the first sync; later ones have one.
    var firstPages = 1
    var page = Duration.seconds(1)
    /// Whether its sync ends the process that runs it.
    var killsWorker = false
    /// Whether every sync fails.
    var fails = false
    /// Whether a sync that was cut begins anew.
    var startsOver = false
  }

  /// What there is to know about an account besides its lease.
  struct Life {
    var behavior: Behavior
    var pagesLeft: Int
    var added: Duration
    /// When its syncs ended well.
    var successes: [Duration] = []
    var kills = 0
    /// The term of the last commit that the source accepted.
    var lastTerm = 0
  }

  private struct Run {
    let lease: AccountLease
    var isCancelled = false
  }

  private final class Worker {
    var scheduler: FleetScheduler
    let number: Int
    var runs: [Int: Run] = [:]
    var isAlive = true
    var isStopped = false
    /// What arrived while it was stopped.
    var waiting: [ScheduleEvent] = []
    var wake: Duration?

    init(_ scheduler: FleetScheduler, number: Int) { (self.scheduler, self.number) = (scheduler, number) }
  }

  private enum Event {
    case wake(Int)
    case call(Int, ScheduleEffect, asked: Duration)
    case deliver(Int, ScheduleEvent)
    case page(Int, Int, term: Int)
    case end(Int, Int, term: Int, RunEnd)
    case start
    case custom((FleetWorld) -> Void)
  }

  private(set) var now = Duration.seconds(1_000)
  /// How far the source's clock is ahead.
  var clock = Duration.seconds(1_700_000_000)
  private(set) var accounts: SimulatedAccounts
  private(set) var lives: [Int: Life] = [:]
  var random: SeededRandom
  var policy: FleetPolicy
  /// The part of calls that the source fails, before or after it did what was asked.
  var failureRate = 0.0
  private var queue = EventQueue<Event>()
  private var workers: [Int: Worker] = [:]
  private var workerCount = 0
  /// What must never happen and did.
  private(set) var violations: [String] = []
  /// Commits that the source refused because the lease was lost.
  private(set) var refusedCommits = 0
  /// Times that the process of a worker ended.
  private(set) var kills = 0
  private(set) var claims = 0
  /// The most accounts that workers believed to hold twice at a time.
  private(set) var doubles = 0

  init(seed: UInt64, policy: FleetPolicy, mistake: SimulatedAccounts.Mistake? = nil) {
    random = SeededRandom(seed: seed)
    var policy = policy
    if mistake == .noSlices { policy.slice = .seconds(1_000_000) }
    self.policy = policy
    accounts = SimulatedAccounts(mistake: mistake)
  }

  func add(_ count: Int, period: Duration, _ behavior: Behavior = Behavior()) -> [Int] {
    (0..<count).map { _ in
      let number = accounts.add(period: period, at: now + clock)
      lives[number] = Life(behavior: behavior, pagesLeft: behavior.firstPages, added: now)
      return number
    }
  }

  func start(workers count: Int) { for _ in 0..<count { queue.add(.start, at: now) } }

  func at(_ time: Duration, _ action: @escaping (FleetWorld) -> Void) { queue.add(.custom(action), at: now + time) }

  var aliveWorkers: [Int] { workers.filter { $0.value.isAlive }.map(\.key).sorted() }

  /// Lets the time pass.
  func run(for duration: Duration) {
    let end = now + duration
    while let next = queue.next, next <= end, let (time, event) = queue.popFirst() {
      now = time
      handle(event)
    }
    now = end
  }

  private func handle(_ event: Event) {
    switch event {
    case .start: startWorker()
    case .custom(let action): action(self)
    case .wake(let number):
      guard let worker = workers[number], worker.wake.map({ $0 <= now }) ?? false else { return }
      worker.wake = nil
      pump(worker)
    case .call(let number, let effect, let asked): call(number, effect, asked: asked)
    case .deliver(let number, let event): deliver(event, to: number)
    case .page(let number, let account, let term): page(number, account, term: term)
    case .end(let number, let account, let term, let end):
      // A sync ends once.
      guard let worker = workers[number], worker.runs[account]?.lease.term == term else { return }
      if worker.isStopped {
        queue.add(event, at: now + .seconds(1))
      } else {
        deliver(.ended(account: account, end), to: number)
      }
    }
  }

  // MARK: - Workers

  private func startWorker() {
    workerCount += 1
    let state = Locked(SeededRandom(seed: random.next()))
    let scheduler = FleetScheduler(owner: "worker-\(workerCount)", policy: policy) {
      state.withLock { Double.random(in: 0..<1, using: &$0) }
    }
    let worker = Worker(scheduler, number: workerCount)
    workers[workerCount] = worker
    pump(worker)
  }

  /// Ends a worker as `kill -9` does; another one starts after a while.
  func kill(_ number: Int, restartAfter pause: Duration = .seconds(5)) {
    guard let worker = workers[number], worker.isAlive else { return }
    kills += 1
    worker.isAlive = false
    workers[number] = nil
    queue.add(.start, at: now + pause)
  }

  /// Stops a worker, which lets its syncs end or gives them back.
  func stop(_ number: Int) {
    guard workers[number] != nil else { return }
    deliver(.stop, to: number)
  }

  /// Suspends a worker as `kill -STOP` does.
  func suspend(_ number: Int, for duration: Duration) {
    guard let worker = workers[number] else { return }
    worker.isStopped = true
    at(duration) { world in
      worker.isStopped = false
      // The commits that were under way go out before it looks at the time.
      for (account, run) in worker.runs.sorted(by: { $0.key < $1.key }) {
        world.page(number, account, term: run.lease.term)
      }
      let events = worker.waiting
      worker.waiting = []
      for event in events { world.deliver(event, to: number) }
      world.pump(worker)
    }
  }

  private func deliver(_ event: ScheduleEvent, to number: Int) {
    guard let worker = workers[number], worker.isAlive else { return }
    guard !worker.isStopped else { return worker.waiting.append(event) }
    if case .ended(let account, _) = event { worker.runs[account] = nil }
    worker.scheduler.handle(event, at: now)
    pump(worker)
  }

  private func pump(_ worker: Worker) {
    guard worker.isAlive, !worker.isStopped else { return }
    for effect in worker.scheduler.effects(at: now) {
      switch effect {
      case .claim, .renew, .release: queue.add(.call(worker.number, effect, asked: now), at: now + latency())
      case .run(let lease): begin(lease, worker)
      case .cancel(let account):
        worker.runs[account]?.isCancelled = true
        let term = worker.runs[account]?.lease.term ?? 0
        queue.add(.end(worker.number, account, term: term, .cancelled), at: now + .milliseconds(20))
      case .lose: break
      }
    }
    if worker.scheduler.isDone(at: now) {
      worker.isAlive = false
      workers[worker.number] = nil
      return
    }
    guard let wake = worker.scheduler.wake(after: now), worker.wake.map({ wake < $0 || $0 <= now }) ?? true else {
      return
    }
    worker.wake = wake
    queue.add(.wake(worker.number), at: wake)
  }

  private func latency() -> Duration { .milliseconds(Int.random(in: 1...20, using: &random)) }

  // MARK: - The source

  private func call(_ number: Int, _ effect: ScheduleEffect, asked: Duration) {
    let isLost = Double.random(in: 0..<1, using: &random) < failureRate
    let isDone = !isLost || Bool.random(using: &random)
    let moment = now + clock
    var event: ScheduleEvent
    switch effect {
    case .claim(let request):
      claims += 1
      let claim = isDone ? accounts.claim(request, at: moment) : Claim(leases: [])
      event = isLost ? .claimFailed : .claimed(claim, asked: asked)
    case .renew(let leases):
      let held = isDone ? accounts.renew(leases, lifetime: policy.lease, at: moment) : [:]
      event = isLost ? .renewFailed : .renewed(held, of: leases, asked: asked)
    case .release(let lease, let outcome, let duration):
      if isDone, accounts.release(lease, outcome, after: duration, at: moment), case .finished = outcome {
        lives[lease.account.id]?.successes.append(now)
      }
      event =
        isLost
        ? .releaseFailed(account: lease.account.id, term: lease.term)
        : .released(account: lease.account.id, term: lease.term)
    default: return
    }
    queue.add(.deliver(number, event), at: now + latency())
  }

  // MARK: - Syncs

  private func begin(_ lease: AccountLease, _ worker: Worker) {
    let account = lease.account.id
    guard let life = lives[account] else { return }
    let others = workers.values.count { other in
      other !== worker && !other.isStopped && other.runs[account].map { !$0.isCancelled } ?? false
    }
    doubles += others
    worker.runs[account] = Run(lease: lease)
    if life.behavior.startsOver { lives[account]?.pagesLeft = life.behavior.firstPages }
    if life.behavior.killsWorker {
      lives[account]?.kills += 1
      let number = worker.number
      at(.milliseconds(50)) { $0.kill(number) }
    } else if life.behavior.fails {
      queue.add(.end(worker.number, account, term: lease.term, .failed("it always fails")), at: now + .seconds(1))
    } else {
      queue.add(.page(worker.number, account, term: lease.term), at: now + life.behavior.page)
    }
  }

  private func page(_ number: Int, _ account: Int, term: Int) {
    guard let worker = workers[number], worker.isAlive, let run = worker.runs[account], run.lease.term == term,
      !run.isCancelled, let life = lives[account]
    else { return }
    if worker.isStopped {
      queue.add(.page(number, account, term: term), at: now + .seconds(1))
      return
    }
    // The commit is fenced, as a database does it.
    guard accounts.isHeld(run.lease) else {
      refusedCommits += 1
      worker.runs[account]?.isCancelled = true
      queue.add(.end(number, account, term: term, .failed("the lease was lost")), at: now)
      return
    }
    if run.lease.term < life.lastTerm { violations.append("account \(account): a commit of an older owner was taken") }
    lives[account]?.lastTerm = run.lease.term
    lives[account]?.pagesLeft = max(0, life.pagesLeft - 1)
    deliver(.committed(account: account), to: number)
    if life.pagesLeft <= 1 {
      queue.add(.end(number, account, term: term, .finished(incomplete: nil)), at: now)
    } else if worker.runs[account]?.isCancelled == false {
      queue.add(.page(number, account, term: term), at: now + life.behavior.page)
    }
  }

  // MARK: - Oracles

  /// The accounts whose last success is older than two periods.
  func late(among numbers: [Int]) -> [Int] {
    numbers.filter { number in
      guard let row = accounts.rows[number], let life = lives[number] else { return false }
      return now - (life.successes.last ?? life.added) > row.account.period * 2
    }
  }

  /// The longest time from one success to the next, or to now, after a moment.
  func longestGap(_ number: Int, after start: Duration) -> Duration {
    var last = start
    var longest = Duration.zero
    for success in (lives[number]?.successes ?? []) + [now] where success >= start {
      longest = max(longest, success - last)
      last = success
    }
    return longest
  }
}
