import Tributary

/// The message when a command fails, and the exit code.
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
