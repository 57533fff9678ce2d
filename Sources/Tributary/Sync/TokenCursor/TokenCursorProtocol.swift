package import TributaryJSON

/// The decisions of ``TokenCursor`` for one stream.
package struct TokenCursorProtocol: SyncProtocol {
  package typealias Request = TokenCursor.Request
  package typealias Response = TokenCursor.Response
  package typealias Memory = TokenCursorMemory

  private let types: [String]
  private let isFullRequested: Bool
  private let forgetsFailures: Bool
  private let tuning: TokenCursor.Tuning
  private var epoch = 0
  private var owesSweep = false
  /// The page that was requested, of the pass that began with this token.
  private var asked = TokenCursor.Request()
  /// Whether the pass returns everything.
  private var isFull = false
  /// Whether an earlier run began the pass.
  private var isContinued = false
  /// Whether the store remembers a page, which may be of a pass that was broken off.
  private var remembersPage = false
  private var circle = CircleGuard()
  private var lists = SyncLists()
  private var next: TokenCursor.Next?
  private var restarts = 0
  private var pages = 0

  /// - Parameters:
  ///   - types: The record types that a full pass returns; what does not come of them is gone.
  ///   - isFull: Whether to request everything.
  package init(types: [String], isFull: Bool, forgetsFailures: Bool, tuning: TokenCursor.Tuning) {
    self.types = types
    isFullRequested = isFull
    self.forgetsFailures = forgetsFailures
    self.tuning = tuning
  }

  package mutating func begin(_ memory: TokenCursorMemory?, _ state: StreamState) -> Step {
    epoch = state.epoch
    owesSweep = memory?.owesSweep ?? false
    remembersPage = memory?.page != nil
    // What a sweep in doubt left is found only by another one.
    guard let memory, !isFullRequested, !(owesSweep && forgetsFailures) else { return beginPass(with: nil) }
    // In another epoch, rows of earlier pages would look as if they had not come.
    guard let page = memory.page, memory.epoch == state.epoch else { return beginPass(with: memory.token) }
    asked = TokenCursor.Request(token: memory.token, page: page)
    (isFull, isContinued) = (memory.isFull, true)
    return Step(next: .ask(asked))
  }

  package mutating func receive(_ response: TokenCursor.Response) -> Step? {
    guard case .page(let page) = response else {
      return asked.page == nil && asked.token != nil ? restart(with: nil, .tokenExpired) : restart(with: asked.token)
    }
    pages += 1
    guard pages <= tuning.pages else { return Step(next: .end([.pagesWithoutEnd])) }
    var beginsPass = false
    if page.isEverything, !isFull {
      // Earlier pages of the pass had changes only.
      guard asked.page == nil else { return restart(with: nil) }
      (isFull, beginsPass) = (true, true)
      epoch += 1
    }
    next = page.next
    lists = SyncLists(page.lists)
    guard asked.page == nil, remembersPage, let token = asked.token else {
      return Step(rows: lists.next(batch: tuning.batch), beginsPass: beginsPass, next: .whenRead)
    }
    // Before the first row: behind it, the page that is remembered would skip what this pass has yet to undo. Without a
    // token, the epoch says as much.
    remembersPage = false
    let memory = TokenCursorMemory(token: token, owesSweep: owesSweep)
    return Step(memory: memory, beginsPass: beginsPass, next: .whenRead)
  }

  package func read(_ payload: RawJSON, of type: String) -> SyncRow { lists.read(payload, of: type) }

  /// After the last row of a list, reads the next one; after the last list of a page, requests what follows.
  package mutating func proceed(_ defects: RowDefects) -> Step {
    if let rows = lists.next(batch: tuning.batch) { return Step(rows: rows, next: .whenRead) }
    switch next {
    case .page(let page)?:
      guard !circle.closes(page) else { return Step(next: .end([.pageRepeats])) }
      (asked.page, remembersPage) = (page, true)
      return Step(memory: passInProgress, next: .ask(asked))
    case .token(let token)?:
      if isFull { owesSweep = defects.forbidSweep }
      remembersPage = false
      var step = Step(
        memory: TokenCursorMemory(token: token, owesSweep: owesSweep), sweep: isFull ? .delete(types) : nil,
        next: .end([]))
      // Failures were forgotten in a run that did not come to its own sweep.
      if owesSweep, !defects.forbidSweep {
        step.beginsPass = true
        step.next = beginPass(with: nil).next
      } else if isContinued {
        step.next = beginPass(with: token).next
      }
      return step
    case nil: return Step(next: .end([.stopped]))
    }
  }

  private var passInProgress: TokenCursorMemory {
    var memory = TokenCursorMemory(token: asked.token, owesSweep: owesSweep)
    (memory.page, memory.epoch, memory.isFull) = (asked.page, epoch, isFull)
    return memory
  }

  private mutating func restart(with token: String?, _ note: SyncNote? = nil) -> Step {
    restarts += 1
    guard restarts <= tuning.restarts else { return Step(next: .end([.restartedTooOften])) }
    var step = beginPass(with: token)
    step.notes = note.map { [$0] } ?? []
    return step
  }

  private mutating func beginPass(with token: String?) -> Step {
    asked = TokenCursor.Request(token: token)
    (isFull, isContinued) = (token == nil, false)
    circle = CircleGuard()
    if isFull { epoch += 1 }
    return Step(beginsPass: isFull, next: .ask(asked))
  }
}
