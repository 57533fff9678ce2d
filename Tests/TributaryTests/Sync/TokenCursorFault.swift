/// What a simulation of the token cursor tries.
enum TokenCursorFault: CaseIterable {
  case severalPages, changedWhileRead, tokenExpired, pageExpired, everything, everythingInMidPass, repeatedPage
  case deletedByMark, deletedByList, createdAndDeleted, cameBack, unidentified, undecodable
  case continued, continuedInNewEpoch
}
