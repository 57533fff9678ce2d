/// What a service of the timestamp cursor can do to a mirror.
enum TimestampCursorFault: CaseIterable, Sendable {
  case changedWhileRead, becameVisibleLate, stampedAlike, onTheBoundary, left, cameBack
  case clockWentBack, clockWentForward, stampedLowerThanBefore
  case listStampedEarly, listStampedLate, dateAbsent, dateDisagrees, wholeSeconds, nanoseconds
  case emptyList, roundList, cappedList, reordered, duplicated, unidentified, undecodable
}
