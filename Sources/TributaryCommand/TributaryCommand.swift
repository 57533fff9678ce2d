#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The program `tributary`.
@main
struct TributaryCommand {
  static func main() async {
    // Writing to a pipe whose reader has exited is an error, and must not end the process.
    signal(SIGPIPE, SIG_IGN)
    // The same applies to a file that may not grow further.
    signal(SIGXFSZ, SIG_IGN)
    StandardOutput.fillGaps()
    let console = Console()
    do {
      let command = try Command(
        Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment)
      StandardOutput.shared.end(try await Interruption.cancelling { try await command.run() })
    } catch let error as UsageError {
      for problem in error.problems.dropLast() { console.complain(problem) }
      let advice = error.code == .usage ? " Try \"tributary --help\"." : ""
      console.complain("\(error.problems.last ?? "")\(advice)")
      StandardOutput.shared.end(error.code)
    } catch {
      let failure = Failure(error)
      console.complain(failure.message)
      StandardOutput.shared.end(failure.code)
    }
  }
}
