import Tributary
import TributaryJSON

/// Mistakes that a protocol of this kind is commonly written with. The simulation must find each of them.
enum ModificationPollingFlaw: CaseIterable {
  /// Asks strictly after the last stamp seen, and so loses the rest of its second.
  case strictBoundary
  /// Reads by offset, and so skips rows when others move.
  case offsetPaging
  /// Begins the next pass at the greatest stamp seen, and so loses what becomes visible late.
  case checkpointAtGreatest
  /// Takes a page shorter than asked for as the last one.
  case shortPageEnds
}

/// One run with a flaw: alters what goes between the machine and the world.
struct ModificationPollingMistake {
  private let flaw: ModificationPollingFlaw
  private var beginning: Timestamp?
  private var rows = 0
  /// Whether the run ends here, in the belief of being up to date.
  private(set) var isAtEnd = false

  init(_ flaw: ModificationPollingFlaw) { self.flaw = flaw }

  mutating func apply(to request: ModificationPolling.Request) -> ModificationPolling.Request {
    guard case .page(var query) = request, query.order == .ascending else { return request }
    switch flaw {
    case .strictBoundary: query.after = Timestamp(secondsSince1970: query.after.secondsSince1970 + 1) ?? query.after
    case .offsetPaging:
      query.after = beginning ?? query.after
      query.offset = rows
      query.mayBeRefused = true
      beginning = query.after
    case .checkpointAtGreatest, .shortPageEnds: break
    }
    return .page(query)
  }

  mutating func see(_ response: ModificationPolling.Response, to request: ModificationPolling.Request) {
    guard case .page(let query) = request, query.order == .ascending, case .rows(let response) = response else {
      return
    }
    let count = response.list.elements.reduce(0) { count, _ in count + 1 }
    rows += count
    isAtEnd = flaw == .shortPageEnds && count < query.limit
  }

  func apply(to transaction: StreamTransaction) -> StreamTransaction {
    guard flaw == .checkpointAtGreatest, let checkpoint = transaction.checkpoint,
      case .object(var fields)? = try? JSONReader.read(JSONValue.self, from: SharedBytes(checkpoint.text)),
      let greatest = fields["greatest"]
    else { return transaction }
    fields["floor"] = greatest
    var transaction = transaction
    transaction.checkpoint = Checkpoint(
      version: checkpoint.version, text: JSONWriter.bytes(of: JSONValue.object(fields)).text)
    return transaction
  }
}
