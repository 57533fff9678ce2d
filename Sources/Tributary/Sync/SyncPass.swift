/// How much a run asks for, where a service is asked what changed.
public enum SyncPass: Sendable, Equatable {
  /// What changed since the last run; everything when there was none.
  case changes
  /// Everything. Records that do not come are counted as missing, or become tombstones on request.
  case full(deleteMissing: Bool)
}
