/// How much a run requests from a service that lists changes.
public enum SyncPass: Sendable, Equatable {
  /// What changed since the last run; everything if there was none.
  case changes
  /// Everything. Records that do not come are counted as missing, or become tombstones on request.
  case full(deleteMissing: Bool)

  /// What happens at the end to records of a type that did not come; `nil` if not all were requested.
  func sweep(of type: String) -> Sweep? {
    switch self {
    case .changes: nil
    case .full(deleteMissing: true): .delete([type])
    case .full(deleteMissing: false): .count([type])
    }
  }
}
