package import TributaryJSON

/// The decisions of ``Snapshot`` for one stream.
package struct SnapshotProtocol: SyncProtocol {
  package typealias Request = Snapshot.Request
  package typealias Response = Snapshot.Response
  package typealias Memory = SnapshotMemory

  private let types: [String]
  private let order: Snapshot.Order
  private let validation: Snapshot.Validator
  private let isFullRequested: Bool
  private let tuning: Snapshot.Tuning
  private var asked = Snapshot.Request(place: .first)
  private var page: Snapshot.Page?
  private var lists = SyncLists()
  private var circle = CircleGuard()
  /// The rows of the page, and of the pass; those of the page and of the pass before.
  private var pageSum = RowSum()
  private var passSum = RowSum()
  private var earlierPage: RowSum?
  private var earlierPass: RowSum?
  /// How many pages of the pass were read.
  private var pagesOfPass = 0
  /// The validator that every page of the pass had.
  private var validator: String?
  /// Whether pages are read from the last to the first.
  private var isBackward = false
  private var passes = 0
  private var pages = 0

  /// - Parameters:
  ///   - types: The record types of the list; what does not come of them is gone.
  ///   - isFull: Whether to read the list even if its validator still holds.
  package init(
    types: [String], order: Snapshot.Order, validator: Snapshot.Validator, isFull: Bool, tuning: Snapshot.Tuning
  ) {
    self.types = types
    self.order = order
    validation = validator
    isFullRequested = isFull
    self.tuning = tuning
  }

  package mutating func begin(_ memory: SnapshotMemory?, _ state: StreamState) -> Step {
    if !isFullRequested, validation != .none { asked.validator = memory?.validator }
    return Step(next: .ask(asked))
  }

  package mutating func receive(_ response: Snapshot.Response) -> Step? {
    switch response {
    case .unchanged: return asked.validator == nil ? nil : Step(next: .end([]))
    case .gone where asked.place == .first: return nil
    // A list may have become shorter, but a page behind a row may have lost its place.
    case .gone: return isNumbered ? receive(Snapshot.Page(lists: [])) : endPass(isProof: false)
    case .page(let page): return receive(page)
    }
  }

  private var isNumbered: Bool { if case .number = asked.place { true } else { false } }

  private mutating func receive(_ page: Snapshot.Page) -> Step {
    pages += 1
    guard pages <= tuning.pages else { return Step(next: .end([.pagesWithoutEnd])) }
    self.page = page
    asked.validator = nil
    lists = SyncLists(page.lists)
    pageSum = RowSum()
    pagesOfPass += 1
    if pagesOfPass == 1 { validator = page.validator } else if validator != page.validator { validator = nil }
    guard pagesOfPass == 1 else { return Step(rows: lists.next(batch: tuning.batch), next: .whenRead) }
    // Before the first row: from then on the store is no list that had a validator.
    return Step(memory: SnapshotMemory(validator: nil), beginsPass: true, next: .whenRead)
  }

  package mutating func read(_ payload: RawJSON, of type: String) -> SyncRow {
    let row = lists.read(payload, of: type)
    pageSum.add(row, payload)
    passSum.add(row, payload)
    return row
  }

  /// After the last row of a list, reads the next one; after the last list of a page, requests what follows.
  package mutating func proceed(_ defects: RowDefects) -> Step {
    if let rows = lists.next(batch: tuning.batch) { return Step(rows: rows, next: .whenRead) }
    guard let page else { return Step(next: .end([.stopped])) }
    let place = place(after: page)
    guard !repeatsItself(before: place) else { return Step(next: .end([.pageRepeats])) }
    guard let place else { return endPass(isProof: isProof(page), defects) }
    earlierPage = pageSum
    asked.place = place
    return Step(next: .ask(asked))
  }

  /// Whether the service returns the same page again. Empty pages may follow each other, but numbers would never end.
  private mutating func repeatsItself(before place: Snapshot.Place?) -> Bool {
    switch place {
    case .token(let token)? where circle.closes(token): true
    case .number? where !isBackward: pageSum == earlierPage
    default: pageSum.count > 0 && pageSum == earlierPage
    }
  }

  private mutating func place(after page: Snapshot.Page) -> Snapshot.Place? {
    if pagesOfPass == 1, order == .appended, page.next != nil, let last = page.last, last > 1 {
      isBackward = true
      return .number(last)
    }
    guard isBackward else { return page.next }
    guard case .number(let number) = asked.place, number > 1 else { return nil }
    return .number(number - 1)
  }

  /// Whether the pass that ends with this page missed nothing.
  private func isProof(_ page: Snapshot.Page) -> Bool {
    pagesOfPass == 1 || order == .stable || isBackward || validation == .list && validator != nil
      || passSum == earlierPass
  }

  private mutating func endPass(isProof: Bool, _ defects: RowDefects = RowDefects()) -> Step {
    passes += 1
    if isProof {
      return Step(
        memory: SnapshotMemory(validator: defects.forbidSweep ? nil : validatorOfList), sweep: .delete(types),
        next: .end([]))
    }
    guard passes < tuning.passes else { return Step(next: .end([.stillChanging])) }
    earlierPass = passSum
    (passSum, earlierPage, circle) = (RowSum(), nil, CircleGuard())
    (pagesOfPass, isBackward) = (0, false)
    asked = Snapshot.Request(place: .first)
    return Step(next: .ask(asked))
  }

  /// The validator, if it covers the list.
  private var validatorOfList: String? {
    switch validation {
    case .none: nil
    case .list: validator
    case .response(let limit): pagesOfPass == 1 && passSum.count < limit ? validator : nil
    }
  }
}
