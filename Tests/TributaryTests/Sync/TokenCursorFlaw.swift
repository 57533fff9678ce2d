import TributaryEmulator

@testable import Tributary

/// Mistakes that a protocol of this kind is commonly written with. The simulation must find each of them.
enum TokenCursorFlaw: CaseIterable {
  /// The next token is stored with the first page instead of the last.
  case tokenBeforeLastPage
  /// The first pass deletes nothing at its end.
  case firstPassWithoutSweep
  /// A full pass that begins again stays in the epoch of the one that was broken off.
  case epochOfBrokenPass
  /// A page that is continued with belongs to a new epoch.
  case continuedInNewEpoch
  /// The end of a pass that an earlier run began is taken for the end of the run.
  case continuedPassAsProof
  /// The page of a pass that was broken off stays while the pass begins again.
  case pageOfBrokenPass
  /// What did not come is deleted although a row without an identifier may be one of those records.
  case sweepInDoubt
  /// A page that leads to itself is read for ever.
  case repeatedPage
}

/// One run with a flaw: alters what goes between the machine and the world.
struct TokenCursorMistake {
  private let flaw: TokenCursorFlaw
  private let before: TokenCursorMemory?
  /// What the stream remembers now.
  private var state: StreamState
  private var isFirstCommit = true
  private var pages = 0

  init(_ flaw: TokenCursorFlaw, _ state: StreamState) {
    self.flaw = flaw
    self.state = state
    before = state.tokenMemory
  }

  private var isContinued: Bool { before?.page != nil && before?.epoch == state.epoch }

  mutating func check(_ request: TokenCursor.Request) throws {
    guard flaw == .continuedPassAsProof, before?.page != nil, request.page == nil, request.token != before?.token
    else { return }
    throw PlantedMistake()
  }

  mutating func apply(to response: TokenCursor.Response) -> TokenCursor.Response {
    guard flaw == .repeatedPage, case .page(var page) = response, case .page(let token) = page.next else {
      return response
    }
    pages += 1
    // The protocol does not notice.
    page.next = .page(token.split(separator: "#")[0] + "#\(pages)")
    return .page(page)
  }

  mutating func apply(to transaction: StreamTransaction, _ server: TokenCursorServer) -> StreamTransaction {
    var transaction = transaction
    let memory = transaction.checkpoint.flatMap { StreamMemory<TokenCursorMemory>($0) }
    switch flaw {
    case .tokenBeforeLastPage:
      guard var memory, memory.memory?.page != nil else { break }
      memory.memory = TokenCursorMemory(token: server.passToken, owesSweep: false)
      transaction.checkpoint = memory.takeCheckpoint() ?? transaction.checkpoint
    case .firstPassWithoutSweep: if before?.token == nil { transaction.sweep = nil }
    case .epochOfBrokenPass: if state.epoch > 0 { transaction.epoch = nil }
    case .continuedInNewEpoch:
      if isFirstCommit, isContinued { transaction.epoch = state.epoch + 1 }
    case .pageOfBrokenPass:
      if let held = state.tokenMemory, let memory = memory?.memory, held.page != nil, memory.page == nil,
        memory.token == held.token, transaction.sweep == nil
      {
        transaction.checkpoint = nil
      }
    case .sweepInDoubt:
      if memory?.memory?.owesSweep == true, memory?.memory?.page == nil {
        transaction.sweep = .delete(TokenCursorServer.types)
      }
    case .continuedPassAsProof, .repeatedPage: break
    }
    isFirstCommit = false
    state.epoch = max(state.epoch, transaction.epoch ?? 0)
    state.checkpoint = transaction.checkpoint ?? state.checkpoint
    return transaction
  }
}

extension StreamState {
  /// What the token cursor remembers, if anything.
  var tokenMemory: TokenCursorMemory? {
    checkpoint.flatMap { StreamMemory<TokenCursorMemory>($0)?.memory }
  }
}
