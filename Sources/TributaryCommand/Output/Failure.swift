import Tributary

/// What a person is told when a command fails, and how the program ends.
struct Failure {
  var message: String
  var code = ExitCode.failure

  init(_ error: any Error) {
    switch error {
    case SyncError.cancelled, is CancellationError:
      message = "Stopped. What was committed stays; run the command again to go on."
      code = .interrupted
    default: message = "\(error)"
    }
  }
}
