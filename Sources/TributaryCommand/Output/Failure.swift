import Tributary

/// What a person is told when a command fails, and how the program ends.
struct Failure {
  var message: String
  var code = ExitCode.failure

  init(_ error: any Error) {
    switch error {
    case SyncError.cancelled, is CancellationError:
      message = "Stopped. Committed data is kept; run the command again to continue."
      code = .interrupted
    default: message = "\(error)"
    }
  }
}
