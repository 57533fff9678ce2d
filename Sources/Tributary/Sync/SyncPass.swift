/// How much a run asks for, where a service is asked what changed.
public enum SyncPass: Sendable, Equatable {
  /// What changed since the last run; everything when there was none.
  case changes
  /// Everything. Records that do not come are counted as missing, or become tombstones on request.
  case full(deleteMissing: Bool)

  /// What happens at the end to records of a type that did not come; `nil` where not all were asked for.
  func sweep(of type: String) -> Sweep? {
    switch self {
    case .changes: nil
    case .full(deleteMissing: true): .delete([type])
    case .full(deleteMissing: false): .count([type])
    }
  }
}
