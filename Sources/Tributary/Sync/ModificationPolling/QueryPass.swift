/// A pass by queries, which decides after each page what to request next.
///
/// Why no row escapes. A row that is read no longer matters, so let a row be unread. While its stamp is not ahead of the
/// service's clock, a change can only move it up, to where the pass has yet to read. A row stamped *ahead*, in the
/// service's future, can move down: a change stamps it with the present, and where the floor has gone past that
/// already, the row is behind it. But no change that becomes visible during the pass is stamped before its *horizon*,
/// the service's time at its start less the overlap. So:
///
/// - Below the horizon nothing new appears, so climbing is safe.
/// - A page that was requested from the horizon or below, and holds everything from there on, shows a single moment: no
///   row can be moving. A pass that ends with such a page has seen everything.
/// - Otherwise the pass returns to the horizon at its end and climbs once more. A row that escaped the first time was
///   ahead then and is not now; it cannot escape again unless it is stamped ahead again.
///
/// Whether rows are stamped ahead cannot be known, because the one that escapes is not seen. In the common case the
/// proof costs nothing: a short page is followed by one that is requested from the horizon instead of from its last
/// stamp.
struct QueryPass: Sendable {
  /// What follows a page.
  enum Step {
    case ask(ModificationPolling.PageQuery)
    /// Everything was seen.
    case end
    /// The pass ends before that.
    case stop(SyncNote)
  }

  var cursor: PollingCursor
  private let baseLimit: Int
  private let tuning: ModificationPolling.Tuning
  private var limit: Int
  private var canGrow = true
  /// The sweep that is under way.
  private(set) var sweep: OffsetSweep?
  /// A sweep after the last page that was not part of one.
  private var sweepBehind = OffsetSweep()
  private var upsets = 0
  private var probe: OrderProbe?
  private var hasProbed = false
  /// The greatest stamp of the page that the order was probed with.
  private var probedTo: Int?
  private var pages = 0
  /// The rows of the previous page, and the stamp it was requested after.
  private var before: (keys: Set<UInt64>, after: Timestamp)?
  private var chased = 0
  /// Whether the next page is requested from the horizon, in the hope that it holds everything from there on.
  private var reachesBack = false
  private var canReachBack = true
  /// Whether the pass has reached its end once and is climbing from the horizon again.
  private var isSecondClimb = false

  init(_ cursor: PollingCursor, limit: Int, tuning: ModificationPolling.Tuning, usesTail: Bool) {
    self.cursor = cursor
    self.tuning = tuning
    baseLimit = max(limit, 2)
    self.limit = baseLimit
    if usesTail, let tail = cursor.memory.tail { sweep = OffsetSweep(behind: tail) }
  }

  /// Whether the floor may rise because everything before it is known to have been read.
  var isOrdered: Bool { cursor.memory.order == .honoured }

  /// Begins with a whole page, because the floor has changed.
  mutating func forgetTail() { sweep = nil }

  /// The next page.
  func query() -> ModificationPolling.PageQuery {
    query(.ascending, limit: limit, offset: sweep?.offset ?? 0)
  }

  private func query(
    _ order: ModificationPolling.Order, limit: Int, offset: Int
  ) -> ModificationPolling.PageQuery {
    ModificationPolling.PageQuery(
      after: Timestamp(second: asksFrom - 1), order: order, limit: limit, offset: offset,
      mayBeRefused: order != .ascending || limit > baseLimit || offset > 0)
  }

  /// The first second that a page is requested for.
  private var asksFrom: Int { reachesBack ? min(cursor.floor, cursor.horizon) : cursor.floor }

  /// Whether a page may be complete if all its rows turn out to be stored already: it reaches exactly as far as the
  /// last pass did, and the service could have returned more.
  func mayBeLastPage(_ page: PolledPage, for query: ModificationPolling.PageQuery) -> Bool {
    pages == 1 && sweep == nil && query.offset == 0 && isShort(page, query) && page.greatest == cursor.memory.greatest
  }

  /// Takes a page of the pass.
  ///
  /// - Parameter now: The service's time when it responded, or `nil` if it does not say.
  mutating func add(_ page: PolledPage, for query: ModificationPolling.PageQuery, at now: Int?) -> Step {
    pages += 1
    cursor.see(page.greatest)
    if !page.isAscending {
      if isOrdered { return distrustOrder() }
      cursor.memory.order = .ignored
    }
    learnLength(page, query)
    guard pages < tuning.pages else { return .stop(.stillChanging) }
    return sweep == nil ? proceed(page, query, at: now) : continueSweep(page, at: now)
  }

  /// Takes a page that was requested to see whether the order is honoured.
  mutating func takeProbe(_ page: PolledPage, for query: ModificationPolling.PageQuery) -> Step {
    if probe?.differs(from: page) == true { return trustOrder() }
    return askProbe(query.order == .unspecified ? .descending : nil)
  }

  /// Continues after a refusal.
  mutating func takeRefusal(of query: ModificationPolling.PageQuery) -> Step {
    if query.order != .ascending { return askProbe(query.order == .unspecified ? .descending : nil) }
    guard sweep == nil else { return giveUpSweep() }
    canGrow = false
    limit = baseLimit
    sweep = sweepBehind
    return .ask(self.query())
  }

  // MARK: - Climbing

  private mutating func proceed(
    _ page: PolledPage, _ query: ModificationPolling.PageQuery, at now: Int?
  ) -> Step {
    let reached = page.greatest ?? cursor.floor
    if reachesBack, reached < cursor.floor || reached == cursor.floor && !isShort(page, query) {
      // More rows than a page holds: continue from where the pass was.
      reachesBack = false
      canReachBack = false
      return .ask(self.query())
    }
    if page.count == 0 || reached <= cursor.floor && isShort(page, query) { return end() }
    sweepBehind = OffsetSweep()
    let isSweepable = sweepBehind.add(page)
    let isFull = page.count >= query.limit
    guard isOrdered else {
      probe = page.isAscending ? OrderProbe(page) : nil
      probedTo = page.greatest
      sweep = isSweepable ? sweepBehind : nil
      if isFull, !hasProbed { return askProbe(.unspecified) }
      return isSweepable ? .ask(self.query()) : restartSweep()
    }
    if reached > cursor.floor {
      return climb(to: reached, at: now, isLast: isShort(page, query))
    }
    // A page of one second: a larger one may hold all of it, or at least reach behind it.
    if isFull, canGrow, limit < tuning.largestLimit {
      limit = min(limit * 4, tuning.largestLimit)
      return .ask(self.query())
    }
    sweep = isSweepable ? sweepBehind : nil
    return isSweepable ? .ask(self.query()) : restartSweep()
  }

  private mutating func climb(to second: Int, at now: Int?, isLast: Bool) -> Step {
    cursor.climb(to: second)
    reachesBack = isLast && canReachBack && !isSecondClimb && second > cursor.horizon
    sweep = nil
    upsets = 0
    limit = baseLimit
    // The pass does not owe rows that changed since it began; a few pages of them are read anyway to reach the end.
    if let start = cursor.startedAt, let now, second > start, second <= now {
      chased += 1
      if chased > tuning.chasedPages { return .stop(.stillChanging) }
    }
    return .ask(query())
  }

  /// Ends the pass, or begins to climb from the horizon again if no single page has shown everything after it.
  private mutating func end() -> Step {
    let isWhole = sweep.map { $0.isOnePage } ?? true
    let horizon = cursor.horizon
    let isProven = asksFrom < horizon && isOrdered || asksFrom <= horizon && isWhole
    guard !isProven, !isSecondClimb, cursor.stalledAt == nil else { return .end }
    isSecondClimb = true
    cursor.climb(to: horizon)
    sweep = nil
    upsets = 0
    limit = baseLimit
    chased = 0
    return .ask(query())
  }

  /// Whether the service would have returned more if there were more. A page that was requested because a smaller one
  /// was full proves nothing.
  private func isShort(_ page: PolledPage, _ query: ModificationPolling.PageQuery) -> Bool {
    page.count < min(cursor.memory.longest, query.limit) && query.limit == baseLimit
  }

  /// Learns how many rows the service puts in a page: as many as it ever did, unless it turns out to return fewer now.
  /// A row that the previous page should have had shows that the page was not the last, or that rows have come since;
  /// either way nothing shows that a longer page is possible.
  private mutating func learnLength(_ page: PolledPage, _ query: ModificationPolling.PageQuery) {
    let keys = Set(page.marks.map(\.key))
    if let before, before.after <= query.after, !keys.isSubset(of: before.keys) {
      cursor.memory.longest = max(min(cursor.memory.longest, before.keys.count), 2)
    }
    cursor.memory.longest = max(cursor.memory.longest, page.count)
    before = (keys, query.after)
  }

  // MARK: - Sweeping

  private mutating func continueSweep(_ page: PolledPage, at now: Int?) -> Step {
    guard sweep?.add(page) == true, let swept = sweep else { return restartSweep() }
    if swept.isAtEnd { return end() }
    guard isOrdered else { return hasProbed ? .ask(query()) : askProbe(.unspecified) }
    let reached = page.greatest ?? cursor.floor
    return reached > cursor.floor ? climb(to: reached, at: now, isLast: false) : .ask(query())
  }

  /// Begins again after rows have moved.
  private mutating func restartSweep() -> Step {
    sweep = nil
    upsets += 1
    guard upsets <= tuning.sweeps else { return giveUpSweep() }
    return isOrdered || hasProbed ? .ask(query()) : askProbe(.unspecified)
  }

  private mutating func giveUpSweep() -> Step {
    switch cursor.memory.order {
    case .honoured:
      cursor.stall()
      sweep = nil
      upsets = 0
      limit = baseLimit
      return .ask(query())
    case .ignored: return .stop(.orderIgnored)
    case .unknown: return .stop(.orderUnproven)
    }
  }

  // MARK: - The order

  /// Asks for the first page in another order if that can show anything; otherwise continues without trust.
  private mutating func askProbe(_ order: ModificationPolling.Order?) -> Step {
    hasProbed = true
    guard let order, probe != nil, cursor.memory.order != .ignored else { return .ask(query()) }
    return .ask(query(order, limit: baseLimit, offset: 0))
  }

  /// Lets the floor rise from here on, to where the ordered page reached.
  private mutating func trustOrder() -> Step {
    cursor.memory.order = .honoured
    sweep = nil
    upsets = 0
    if let probedTo, probedTo > cursor.floor { cursor.climb(to: probedTo) }
    return .ask(query())
  }

  /// Ends the pass when pages stop ascending after the floor rose by them: the next pass reads everything again.
  private mutating func distrustOrder() -> Step {
    cursor.startOver()
    cursor.memory.order = .ignored
    sweep = nil
    return .stop(.orderIgnored)
  }
}
