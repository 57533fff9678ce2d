import TributaryEmulator
import TributaryJSON

@testable import Tributary

/// Mistakes that a protocol of this kind is commonly written with. The simulation must find each of them.
enum SnapshotFlaw: CaseIterable {
  /// The validator of the first page is kept as that of the list.
  case validatorOfOnePage
  /// A response that says that nothing has changed is taken for an empty list.
  case unchangedAsEmpty
  /// One pass is taken for the list although rows move.
  case onePassWhereRowsMove
  /// Pages that repeat the first one are read for ever.
  case repeatedPage
  /// The validator of the list before stays while another list is being stored.
  case validatorDuringPass
  /// A pass stays in the epoch of the one before.
  case epochOfEarlierPass
}

/// One run with a flaw: alters what goes between the machine and the world.
struct SnapshotMistake {
  private let flaw: SnapshotFlaw
  private let before: Checkpoint?
  private var epoch: Int
  private var pages = 0

  /// - Parameter state: What the stream remembers when the run begins.
  init(_ flaw: SnapshotFlaw, _ state: StreamState) {
    self.flaw = flaw
    before = state.checkpoint
    epoch = state.epoch
  }

  mutating func apply(to response: Snapshot.Response) -> Snapshot.Response {
    switch (flaw, response) {
    case (.unchangedAsEmpty, .unchanged): return .page(Snapshot.Page(lists: []))
    case (.repeatedPage, .page(var page)):
      pages += 1
      // A row that leaves no trace, so that the protocol does not notice.
      let id = "none \(pages)"
      if let row = try? RawList(json: "[0]") {
        page.lists.append(SyncList(row, type: "even") { _ in SyncRow(type: "even", id: id, kind: .delete) })
      }
      return .page(page)
    default: return response
    }
  }

  mutating func apply(to transaction: StreamTransaction, _ server: SnapshotServer) -> StreamTransaction {
    var transaction = transaction
    switch flaw {
    case .validatorOfOnePage:
      guard transaction.sweep != nil else { break }
      var memory = StreamMemory<SnapshotMemory>()
      memory.memory = SnapshotMemory(validator: server.firstPageValidator)
      transaction.checkpoint = memory.takeCheckpoint()
    case .validatorDuringPass: if transaction.sweep == nil { transaction.checkpoint = before }
    case .epochOfEarlierPass: if epoch > 0 { transaction.epoch = nil }
    case .unchangedAsEmpty, .onePassWhereRowsMove, .repeatedPage: break
    }
    epoch = max(epoch, transaction.epoch ?? 0)
    return transaction
  }
}
