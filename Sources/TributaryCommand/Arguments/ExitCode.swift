/// How the program ends.
enum ExitCode: Int32 {
  /// The work is done; after a sync: up to date.
  case success = 0
  /// Something failed.
  case failure = 1
  /// The command line is invalid.
  case usage = 2
  /// The sync ended, but something is or may be missing.
  case incomplete = 3
  /// Stopped by Ctrl-C, as shells number it.
  case interrupted = 130
}
