/// What a service, a network, a disk or a person can do to a mirror, and what may come of it.
enum SessionQueueSimulationFault: CaseIterable, Sendable {
  // The records.
  case created, updated, deleted, changedAfterTheProof
  // What is handed out.
  case cameAgain, doubledOnPage, olderStateFirst, doubledInSession, emptyPage, repeatedPage, lostSession, skippedPage
  case unknownType, undecodable, keyless, nameless
  case deletionReported, deletionUnreported
  // Failed objects.
  case failed, failedAndHandedOutLater, failedAndCountedAsDelivered, gotPastTheQueue, forbidden, failedAndGone
  // Acknowledgements.
  case takenInLate, chunkRefused, keyRefused, keyOfGoneObjectRefused
  // The network.
  case requestLost, responseLost, errorStatus, requestRepeated, aheadOfCommit
  // The disk.
  case powerCut, backupRestored, noteLost, diskRestored
  // How runs end.
  case upToDate, incomplete, endedByError
}

/// A moment at which a process can end: before or after it has an effect.
enum SessionQueueSimulationDeath: CaseIterable, Sendable {
  case beforeStart, afterStart, beforePage, afterPage, beforeAcknowledgement, afterAcknowledgement
  case beforeObject, afterObject, beforeDeviceCommit, afterDeviceCommit, beforePageCommit, afterPageCommit
  case beforeLastCommit, afterLastCommit, betweenCommitAndNote, beforeWait, afterWait
}
