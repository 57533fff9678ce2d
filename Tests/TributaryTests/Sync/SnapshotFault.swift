/// What a simulation of the snapshot tries.
enum SnapshotFault: CaseIterable {
  case severalPages, changedWhileRead, moved, movedToTheFront, inserted, vanished, vanishedWhileRead, cameBack, undone
  case unchanged, validatorChangedWhileRead, gonePage, ignoredPage, unidentified, undecodable
}
