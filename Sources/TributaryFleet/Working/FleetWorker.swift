public import Tributary

/// Synchronizes the accounts of a source, many at a time, until it is stopped.
///
/// ```swift
/// let worker = FleetWorker(folder) { run in
///   let token = try credentials.token(run.account.credential)
///   let environment = ZendeskSell.Client.Environment(run.account.baseURL)
///   return ZendeskSell.Client(token: token, environment: environment, transport: run.transport).sync(into: run.store)
/// }
/// try await worker.run()
/// ```
///
/// Cancelling the task of ``run()`` cancels all syncs and gives their accounts back; ``stop()`` lets them end within
/// ``FleetPolicy/grace`` first.
public final class FleetWorker: Sendable {
  /// Begins the sync of an account. An error counts as a failed attempt, and its description is kept with the account.
  public typealias Sync = @Sendable (AccountRun) async throws -> SyncSequence

  private enum Message: Sendable {
    case event(ScheduleEvent)
    case refused(AccountSourceError)
    case wake
  }

  /// How much is kept of the description of an error.
  private static let longestProblem = 500

  /// The worker's name.
  public let name: String
  private let source: any AccountSource
  private let policy: FleetPolicy
  private let transport: any HTTPTransport
  private let time: any TimeSource
  private let random: @Sendable () -> Double
  private let report: @Sendable (FleetEvent) -> Void
  private let sync: Sync
  private let buckets: CredentialBuckets
  private let messages: AsyncStream<Message>
  private let mailbox: AsyncStream<Message>.Continuation

  /// A worker.
  ///
  /// - Parameters:
  ///   - source: The accounts.
  ///   - name: The worker's name, unique among all that ever run; by default at random.
  ///   - policy: How it divides its time.
  ///   - transport: How requests reach the network.
  ///   - time: The clocks.
  ///   - random: Returns a random number from 0 up to but not including 1.
  ///   - report: Called with what happens, from any thread.
  ///   - sync: Begins the sync of an account.
  public init(
    _ source: any AccountSource, name: String? = nil, policy: FleetPolicy = FleetPolicy(),
    transport: any HTTPTransport = .system, time: any TimeSource = SystemTime(),
    random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
    report: @escaping @Sendable (FleetEvent) -> Void = { _ in }, sync: @escaping Sync
  ) {
    self.source = source
    self.name = name ?? "worker-\(String(UInt64.random(in: .min ... .max), radix: 36))"
    self.policy = policy
    self.transport = transport
    self.time = time
    self.random = random
    self.report = report
    self.sync = sync
    buckets = CredentialBuckets(time: time)
    (messages, mailbox) = AsyncStream.makeStream()
  }

  /// Lets the syncs under way end within ``FleetPolicy/grace``, gives back the others, and ends ``run()``.
  public func stop() { mailbox.yield(.event(.stop)) }

  /// Works until ``stop()`` or cancellation; to be called once.
  ///
  /// - Throws: ``AccountSourceError/refused(_:)`` if the source can never be used.
  public func run() async throws(AccountSourceError) {
    // The loop has a task that nothing cancels, because what it holds is given back after a cancellation, too.
    let loop = Task { await work() }
    let refusal = await withTaskCancellationHandler {
      await loop.value
    } onCancel: {
      mailbox.yield(.event(.stopNow))
    }
    if let refusal { throw refusal }
  }

  private func work() async -> AccountSourceError? {
    var scheduler = FleetScheduler(owner: name, policy: policy, random: random)
    var tasks: [Int: Task<Void, Never>] = [:]
    var refusal: AccountSourceError?
    var inbox = messages.makeAsyncIterator()
    while true {
      let now = time.uptime
      for effect in scheduler.effects(at: now) { perform(effect, &tasks) }
      if scheduler.isDone(at: now) { break }
      let timer = scheduler.wake(after: now).map { moment in
        Task { [time, mailbox] in
          try? await time.sleep(for: moment - now)
          if !Task.isCancelled { mailbox.yield(.wake) }
        }
      }
      // The stream is never finished.
      let message = await inbox.next(isolation: #isolation)
      timer?.cancel()
      switch message {
      case .event(let event):
        if case .ended(let account, _) = event { tasks[account] = nil }
        scheduler.handle(event, at: time.uptime)
      case .refused(let error):
        refusal = refusal ?? error
        scheduler.handle(.claimFailed, at: time.uptime)
        scheduler.handle(.stop, at: time.uptime)
      case .wake, nil: break
      }
    }
    for task in tasks.values { task.cancel() }
    return refusal
  }

  private func perform(_ effect: ScheduleEffect, _ tasks: inout [Int: Task<Void, Never>]) {
    let asked = time.uptime
    switch effect {
    case .claim(let request):
      ask({ () throws(AccountSourceError) in try await self.source.claim(request) }, else: .claimFailed) {
        .claimed($0, asked: asked)
      }
    case .renew(let leases):
      let lifetime = policy.lease
      ask(
        { () throws(AccountSourceError) in
          let credentials = try await self.source.renew(leases, lifetime: lifetime)
          for credential in credentials.values { self.buckets.update(credential) }
          return credentials
        }, else: .renewFailed
      ) { .renewed($0, of: leases, asked: asked) }
    case .run(let lease):
      report(.started(lease))
      tasks[lease.account.id] = Task { await self.run(lease) }
    case .cancel(let account): tasks[account]?.cancel()
    case .lose(let lease, let duration): report(.ended(lease, nil, after: duration))
    case .release(let lease, let outcome, let duration):
      let (number, term) = (lease.account.id, lease.term)
      ask(
        { () throws(AccountSourceError) in
          let isHeld = try await self.source.release(lease, outcome: outcome, after: duration)
          self.report(.ended(lease, isHeld ? outcome : nil, after: duration))
        }, else: .releaseFailed(account: number, term: term)
      ) { .released(account: number, term: term) }
    }
  }

  /// Asks the source in a task of its own, which nothing cancels: an account whose return was begun is given back.
  private func ask<Response: Sendable>(
    _ call: @escaping @Sendable () async throws(AccountSourceError) -> Response, else failure: ScheduleEvent,
    event: @escaping @Sendable (Response) -> ScheduleEvent
  ) {
    Task {
      do throws(AccountSourceError) { mailbox.yield(.event(event(try await call()))) } catch {
        report(.sourceFailed(error))
        if case .refused = error, case .claimFailed = failure {
          mailbox.yield(.refused(error))
        } else {
          mailbox.yield(.event(failure))
        }
      }
    }
  }

  // MARK: - One account

  private func run(_ lease: AccountLease) async {
    let bucket = buckets.take(lease.credential)
    let end = await end(of: lease, bucket)
    buckets.giveBack(lease.credential.name)
    mailbox.yield(.event(.ended(account: lease.account.id, end)))
  }

  private func end(of lease: AccountLease, _ bucket: CredentialBucket) async -> RunEnd {
    let name = lease.credential.name
    let paced = PacedTransport(base: transport, bucket: bucket, time: time) { [source] pause in
      // What is not written down is learned again by the next worker.
      Task { try? await source.pause(credential: name, for: pause) }
    }
    do {
      let store = try await source.store(for: lease)
      let events = try await sync(AccountRun(lease: lease, store: store, transport: paced))
      for try await event in events {
        report(.synced(lease.account, event))
        if case .committed = event { mailbox.yield(.event(.committed(account: lease.account.id))) }
        if case .finished(let report) = event {
          let reasons = report.result.reasons.map(\.code)
          return .finished(incomplete: reasons.isEmpty ? nil : reasons.joined(separator: ", "))
        }
      }
      return .cancelled
    } catch {
      if Task.isCancelled { return .cancelled }
      switch error {
      case SyncError.cancelled, is CancellationError: return .cancelled
      case SyncError.service(let failure) where failure.reason == .status(429):
        return .rateLimited(min(max(failure.retryAfter ?? .zero, bucket.pause), SharedCredential.longestPause))
      default: return .failed(String("\(error)".prefix(Self.longestProblem)))
      }
    }
  }
}
