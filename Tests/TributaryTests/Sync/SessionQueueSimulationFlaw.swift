import Tributary

/// Mistakes that a protocol of this kind, or a store under it, is commonly made with. The simulation must find each.
enum SessionQueueSimulationFlaw: CaseIterable {
  /// Tells the service what is not stored yet.
  case acknowledgesBeforeCommit
  /// Takes a page without items for the end.
  case emptyPageIsTheEnd
  /// Takes the end of a session for the end, and does not ask for another.
  case sessionIsTheEnd
  /// Leaves out what the service could not hand out.
  case ignoresFailures
  /// Goes on as the same device after a restore.
  case keepsDevice
  /// Acknowledges commits that a power cut undoes, and notes them no better.
  case normalDurability

  /// Whether a run ends at an answer, in the belief of being up to date.
  func ends(at response: SessionQueue.Response, to request: SessionQueue.Request) -> Bool {
    guard case .page = request else { return false }
    switch (self, response) {
    case (.emptyPageIsTheEnd, .page(let page)): return page.unsettledObjects.isEmpty && page.items.jsonText == "[]"
    case (.sessionIsTheEnd, .nothing): return true
    default: return false
    }
  }

  func apply(to response: SessionQueue.Response) -> SessionQueue.Response {
    guard self == .ignoresFailures, case .page(var page) = response else { return response }
    page.unsettledObjects = []
    return .page(page)
  }
}
