/// What a service can do to a mirror.
enum ModificationPollingFault: CaseIterable, Sendable {
  case changedWhileRead, becameVisibleLate, stampedAhead, cameBackFromAhead, deleted
  case cappedPage, fullSecond, ignoredOrder, refused, swept
}
